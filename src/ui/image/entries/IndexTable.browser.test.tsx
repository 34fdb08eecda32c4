import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Client, Fetched } from '../../../client/index.ts';
import { AppError } from '../../../errors/index.ts';
import { mediaTypes, parseDigest } from '../../../oci/index.ts';
import '../../kit/base.css';
import { attestation, digestOf, entry, indexOf } from '../../../testing/fixtures/indexFixture.ts';
import { entryMessages } from '../../messages/entries.ts';
import { type ManifestDocument, manifestQuery } from '../../state/documents.ts';
import { EnvironmentProvider } from '../../state/EnvironmentProvider.tsx';
import { createQueryClient, useEnvironment } from '../../state/environment.ts';
import { readCache, useDocumentsVersion } from '../../state/pendingQueries.ts';
import { TreeElement } from '../../tree/treeView.ts';
import { nodeProof } from '../nodeProof.ts';
import type { EntryProps } from './entryProps.ts';
import { IndexTable } from './IndexTable.tsx';

const where = { host: 'registry.test', name: 'team/app' };
const four = [entry(1, 'linux/s390x'), entry(2, 'linux/amd64'), attestation(3, 2), entry(4, 'linux/arm64')];

let requested: string[];
let fails: Set<string>;
let stored: Set<string>;
let host: HTMLElement;
let close: () => void;
const ownRow = `linux/amd64${entryMessages.own}`;

beforeEach(() => {
  [requested, fails, stored] = [[], new Set(), new Set()];
  host = document.createElement('section');
  host.style.cssText = 'height: 600px; overflow: auto';
  document.body.append(host);
});
afterEach(() => {
  close();
  host.remove();
});

describe('the table of an index', () => {
  it('lists platforms, this device’s first, with manifests, states and attestations', async () => {
    show(four);
    await expect.element(page.getByText(entryMessages.own, { exact: true })).toBeVisible();
    expect(names('columnheader').map((name) => name.replace('↕', ''))).toEqual([
      'Platform',
      'Manifest',
      'Layers',
      'Size',
      'Attestations',
      'State',
    ]);
    expect(names('rowheader')).toEqual([ownRow, 'linux/s390x', 'linux/arm64']);
    await expect.element(page.getByRole('link', { name: 'attestation' })).toHaveAttribute('href', '#manifests/2');
    expect(page.getByText('not downloaded').elements()).toHaveLength(3);
    expect(page.getByRole('searchbox').elements()).toEqual([]);
    expect(requested).toEqual([]);
  });

  it('marks a probable platform, and none if the browser does not report it', async () => {
    show(four, { platform: 'MacIntel', maxTouchPoints: 0 });
    await expect.element(page.getByText(entryMessages.probablyOwn)).toBeVisible();
    expect(names('rowheader')[0]).toContain('linux/arm64');
    close();
    show(four, { platform: 'MacIntel', maxTouchPoints: 5 });
    await expect.element(page.getByRole('rowheader').first()).toHaveTextContent('linux/s390x');
    expect(page.getByText(entryMessages.own).elements()).toEqual([]);
  });

  it('loads all manifests on request, and shows layers, sizes and predicates', async () => {
    fails.add(digestOf(4));
    show(four);
    await userEvent.click(page.getByRole('button', { name: entryMessages.loadSizes }));
    await expect.element(page.getByRole('link', { name: 'SBOM, provenance' })).toBeVisible();
    expect([...requested].sort()).toEqual([1, 2, 3, 4].map(digestOf));
    const row = page.getByRole('row').filter({ hasText: 'linux/amd64' });
    await expect.element(row).toHaveTextContent('22.0 kB');
    await expect.element(page.getByText(entryMessages.failed(1))).toBeVisible();
    await expect.element(page.getByTitle('no route')).toHaveTextContent(entryMessages.unreadable);
    await expect.element(page.getByRole('button', { name: entryMessages.loadSizes })).toBeVisible();
  });

  it('loads only stored manifests automatically', async () => {
    stored.add(digestOf(2));
    show(four);
    await expect.element(page.getByText('2.0 kB')).toBeVisible();
    expect(requested).toEqual([digestOf(2)]);
  });

  it('sorts by its headers, unknown values last', async () => {
    stored = new Set([1, 2].map(digestOf));
    show(four);
    await expect.element(page.getByText('2.0 kB')).toBeVisible();
    const size = page.getByRole('columnheader', { name: 'Size' });
    await expect.element(size).toHaveAttribute('aria-sort', 'none');
    size.getByRole('button').element().focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(size).toHaveAttribute('aria-sort', 'descending');
    expect(names('rowheader')).toEqual([ownRow, 'linux/s390x', 'linux/arm64']);
    await userEvent.keyboard('{Enter}');
    await expect.element(size).toHaveAttribute('aria-sort', 'ascending');
    expect(names('rowheader')).toEqual(['linux/s390x', ownRow, 'linux/arm64']);
    await userEvent.click(page.getByRole('button', { name: 'Platform', exact: true }));
    await expect.element(size).toHaveAttribute('aria-sort', 'none');
    expect(names('rowheader')).toEqual([ownRow, 'linux/arm64', 'linux/s390x']);
  });

  it('lists other entries by name and kind, and orphan attestations', async () => {
    show([
      entry(1, 'linux/amd64'),
      entry(2, '', { artifactType: 'application/vnd.example', annotations: title('notes.txt') }),
      entry(3, '', { mediaType: mediaTypes.ociIndex, annotations: refName('v2') }),
      attestation(4, 77),
    ]);
    await expect.element(page.getByRole('heading', { name: entryMessages.otherEntries })).toBeVisible();
    await expect.element(page.getByRole('row', { name: /notes.txt application\/vnd.example/ })).toBeVisible();
    await expect.element(page.getByRole('row', { name: /v2 Index/ })).toBeVisible();
    await expect.element(page.getByText(entryMessages.orphans(1))).toBeVisible();
  });

  it('shows that an index is empty', async () => {
    show([]);
    await expect.element(page.getByText(entryMessages.empty)).toBeVisible();
  });
});

describe('the table of an index of 1,000 platforms', () => {
  const many = Array.from({ length: 1000 }, (_, index) =>
    entry(index + 1, index % 2 ? 'linux/arm64' : 'linux/amd64', { annotations: refName(`build-${index}`) }),
  );

  it('draws only visible rows, states their number, and scrolls to the last', async () => {
    show(many);
    const table = page.getByRole('table', { name: 'Platforms' });
    await expect.element(table).toHaveAttribute('aria-rowcount', '1001');
    await expect.poll(() => rowIndexes().at(-1)).toBeGreaterThan(16);
    expect(host.querySelectorAll('*').length).toBeLessThan(1500);
    host.scrollTop = host.scrollHeight;
    await expect.poll(() => rowIndexes().at(-1)).toBe(1001);
    expect(host.querySelectorAll('*').length).toBeLessThan(1500);
    const last = page
      .getByRole('row', { name: /build-999/ })
      .element()
      .getBoundingClientRect();
    expect(Math.abs(last.bottom - host.getBoundingClientRect().bottom)).toBeLessThan(60);
  });

  it('keeps the focused row drawn while it is scrolled away', async () => {
    show(many);
    const link = page.getByRole('row', { name: /build-2 / }).getByRole('link');
    await expect.element(link).toBeVisible();
    link.element().focus();
    const focused = document.activeElement;
    host.scrollTop = 20_000;
    await expect.poll(() => rowIndexes().at(-1)).toBeGreaterThan(500);
    expect(document.activeElement).toBe(focused);
    expect(rowIndexes().slice(0, 2)).toEqual([4, rowIndexes()[1]]);
  });

  it('filters by keyboard, counts matches, and clears with Escape', async () => {
    show(many);
    const filter = page.getByRole('searchbox', { name: entryMessages.filter('platform') });
    await expect.element(page.getByRole('status').first()).toHaveTextContent('1,000 platforms');
    filter.element().focus();
    await userEvent.keyboard('arm64 build-77');
    await expect.element(page.getByRole('status').first()).toHaveTextContent('6 of 1,000 platforms');
    expect(names('rowheader')).toHaveLength(6);
    await userEvent.keyboard('zzz');
    await expect.element(page.getByText(entryMessages.noMatches('platform', 'arm64 build-77zzz'))).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('status').first()).toHaveTextContent('1,000 platforms');
    expect(document.activeElement).toBe(filter.element());
  });

  it('shows the progress of loading, and stops', async () => {
    const waiting = new Promise<never>(() => {});
    show(many, linux, (digest) => (digest === digestOf(7) ? waiting : undefined));
    await userEvent.click(page.getByRole('button', { name: entryMessages.loadSizes }));
    await expect.element(page.getByText(/^\d[\d,]* of 1,000 loaded$/)).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: entryMessages.stop }));
    await expect.element(page.getByRole('button', { name: entryMessages.loadSizes })).toBeVisible();
  });
});

const linux = { platform: 'Linux x86_64', userAgent: 'Firefox' };

/** Draws the table with a cache of its own. `hold` may delay a response. */
function show(
  manifests: readonly object[],
  navigator: Partial<Navigator> = linux,
  hold: (digest: string) => Promise<never> | undefined = () => undefined,
): void {
  const root = createRoot(host);
  close = () => root.unmount();
  const client: Pick<Client, 'manifest'> = {
    manifest: async (_where, digest) => {
      requested.push(digest);
      await hold(digest);
      if (fails.has(digest)) throw new AppError('unavailable', 'no route');
      return fetched(digest);
    },
  };
  const environment = {
    client: Object.assign(Object.create(null), client),
    queries: createQueryClient(),
    tree: new TreeElement(window),
    window: Object.create(window, {
      navigator: { value: navigator },
      getComputedStyle: { value: (element: Element) => window.getComputedStyle(element) },
    }),
    now: () => performance.now(),
  };
  root.render(
    <EnvironmentProvider value={environment}>
      <Shown {...indexOf(manifests)} />
    </EnvironmentProvider>,
  );
}

function Shown({ index, node }: ReturnType<typeof indexOf>) {
  const environment = useEnvironment();
  useDocumentsVersion();
  const documentOf: EntryProps['tree']['documentOf'] = ({ descriptor }) => {
    const key = manifestQuery(environment, where, descriptor?.digest ?? '').queryKey;
    const loaded = readCache<ManifestDocument>(environment, key);
    return loaded?.state === 'ready' ? loaded.value : undefined;
  };
  return (
    <IndexTable
      tree={{ where, documentOf, blobOf: () => undefined, ownPlatformOf: () => undefined }}
      presence={{ isStored: (digest) => stored.has(digest) }}
      proofOf={(entry) =>
        nodeProof({
          descriptor: entry.descriptor,
          fetched: documentOf(entry)?.fetched,
          error: undefined,
          isStored: stored.has(entry.descriptor?.digest ?? ''),
          embedded: undefined,
        })
      }
      linkTo={(path) => `#${path}`}
      selection={{ node }}
      index={index}
      mayRequest={false}
    />
  );
}

/** Returns the manifest of an entry: number n has n layers of 1 kB, but number 3 is an attestation of BuildKit. */
function fetched(digest: string): Fetched {
  const number = Number(digest.slice(-6));
  const layers =
    number === 3
      ? ['https://spdx.dev/Document', 'https://slsa.dev/provenance/v1'].map((type) => ({
          mediaType: mediaTypes.inToto,
          annotations: { 'in-toto.io/predicate-type': type },
        }))
      : Array.from({ length: number }, () => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar', size: 1000 }));
  const document = {
    schemaVersion: 2,
    config: { mediaType: mediaTypes.ociConfig, digest: digestOf(0), size: 2 },
    layers,
  };
  return {
    bytes: new TextEncoder().encode(JSON.stringify(document)),
    digest: parseDigest(digest),
    mediaType: mediaTypes.ociManifest,
    cache: { hit: true, stored: true },
  };
}

function names(role: 'columnheader' | 'rowheader'): readonly string[] {
  return page
    .getByRole(role)
    .elements()
    .map(({ textContent }) => textContent ?? '');
}

function rowIndexes(): readonly number[] {
  return [...host.querySelectorAll('tbody tr[aria-rowindex]')].map((row) => Number(row.ariaRowIndex));
}

function title(text: string) {
  return { 'org.opencontainers.image.title': text };
}

function refName(text: string) {
  return { 'org.opencontainers.image.ref.name': text };
}
