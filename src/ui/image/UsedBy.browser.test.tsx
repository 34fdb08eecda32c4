import { createRoot, type Root } from 'react-dom/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Client } from '../../client/index.ts';
import { AppError } from '../../errors/index.ts';
import { asMediaType, mediaTypes } from '../../oci/index.ts';
import { usedByMessages } from '../messages/pane.ts';
import { EnvironmentProvider } from '../state/EnvironmentProvider.tsx';
import { createQueryClient, type Environment } from '../state/environment.ts';
import { entryNode } from '../tree/nodes.ts';
import { TreeElement } from '../tree/treeView.ts';
import { UsedBy } from './UsedBy.tsx';

const layerType = asMediaType('application/vnd.oci.image.layer.v1.tar+gzip');
const digest = (index: number) => `sha256:${String(index).padStart(64, '0')}`;
const [root, child] = [digest(1000), digest(2000)];
const dayMs = 86_400_000;

/** The element of the last render. */
let host: HTMLElement;
const drawn: { readonly root: Root; readonly host: HTMLElement }[] = [];

afterEach(() => {
  for (const each of drawn.splice(0)) {
    each.root.unmount();
    each.host.remove();
  }
});

describe('used by', () => {
  it('names each parent by repository, kind and position, with links', async () => {
    show({ parents: [parentOf(7, { repositories: [{ host: 'ghcr.io', name: 'a/b' }, where] })], more: 0 });
    await vi.waitFor(() =>
      expect(rows()).toEqual([
        `localhost:5000/team/app · Image · layer 3 of 7 · 1 more repository${'00000000…007'}yesterday`,
      ]),
    );
    expect(links()).toEqual(['#repo=localhost:5000/team/app', `#localhost:5000/team/app@${digest(7)}`]);
  });

  it('names a parent by its tags and links each tag', async () => {
    const tags = ['1.4', 'latest'].map((tag) => ({ ...where, tag, platform: 'linux/amd64' }));
    show({ parents: [parentOf(7, { repositories: [{ host: 'ghcr.io', name: 'a/b' }, where], tags })], more: 0 });
    await vi.waitFor(() =>
      expect(rows()).toEqual([
        `localhost:5000/team/app:1.4, :latest, linux/amd64 · Image · layer 3 of 7 · 1 more repository${'00000000…007'}yesterday`,
      ]),
    );
    expect(links()).toEqual([
      '#localhost:5000/team/app:1.4',
      '#localhost:5000/team/app:latest',
      `#localhost:5000/team/app@${digest(7)}`,
    ]);
  });

  it('groups referrers and containing manifests', async () => {
    const signature = { path: 'subject', count: 0, artifactType: 'application/x-own' };
    show({ parents: [parentOf(1, signature), parentOf(2), parentOf(3, signature)], more: 4 });
    await vi.waitFor(() => expect(rows()).toHaveLength(3));
    const groups = [...host.querySelectorAll('ul')].map((list) => [
      list.previousElementSibling?.textContent,
      list.getAttribute('aria-label'),
      list.childElementCount,
    ]);
    expect(groups).toEqual([
      ['Contain this', 'Manifests seen in this browser that contain this', 1],
      ['Refer to this', 'Manifests seen in this browser that refer to this', 2],
    ]);
    expect(rows()[1]).toMatch(/^localhost:5000\/team\/app · Artifact\d/);
    expect(host.textContent).toMatch(/and 4 more, stored earlier$/);
    show({ parents: [parentOf(2)], more: 0 });
    await vi.waitFor(() => expect(rows()).toHaveLength(1));
    expect(host.querySelector('h3')).toBeNull();
  });

  it('names an unread parent without a repository by its digest', async () => {
    show({ parents: [parentOf(7, { repositories: [], path: undefined })], more: 0 });
    await vi.waitFor(() => expect(rows()).toEqual(['Manifest00000000…007yesterday']));
    expect(links()).toEqual([`#${digest(7)}`]);
  });

  it('shows ten parents, then all with the number of others', async () => {
    show({ parents: Array.from({ length: 13 }, (_, index) => parentOf(index)), more: 4000 });
    await vi.waitFor(() => expect(rows()).toHaveLength(10));
    expect(host.textContent).not.toContain('4,000');
    host.querySelector('button')?.click();
    await vi.waitFor(() => expect(rows()).toHaveLength(13));
    expect(host.querySelector('button')).toBeNull();
    expect(host.textContent).toContain('and 4,000 more');
  });

  it('omits ancestors and listed referrers', async () => {
    const descriptors = [{ mediaType: mediaTypes.ociManifest, digest: digest(3) }];
    show({ parents: [{ ...parentOf(0), digest: root }, parentOf(3), parentOf(4)], more: 0 }, { descriptors });
    await vi.waitFor(() => expect(rows()).toHaveLength(1));
    expect(links()).toContain(`#localhost:5000/team/app@${digest(4)}`);
  });

  it('reports that nothing else points to a layer, for layers only', async () => {
    show({ parents: [{ ...parentOf(0), digest: root }], more: 0 });
    await vi.waitFor(() => expect(host.textContent).toContain(usedByMessages.none));
    const answered = show({ parents: [], more: 0 }, { mediaType: mediaTypes.ociManifest });
    await vi.waitFor(() => expect(answered()).toBe(1));
    await vi.waitFor(() => expect(host.textContent).toBe(''));
  });

  it('renders nothing while loading and reports a failure', async () => {
    show(new AppError('internal', 'the store is closed', { reason: 'internal' }));
    expect(host.textContent).toBe('');
    await vi.waitFor(() => expect(host.textContent).toContain(usedByMessages.failed('the store is closed')));
  });

  it('does not look up an invalid digest', async () => {
    const answered = show({ parents: [parentOf(1)], more: 0 }, { stated: '../hosts' });
    const other = show({ parents: [parentOf(2)], more: 0 });
    await vi.waitFor(() => expect(rows()).toHaveLength(1));
    expect([answered(), other()]).toEqual([0, 1]);
  });
});

const where = { host: 'localhost:5000', name: 'team/app' };

function parentOf(index: number, facts: object = {}) {
  return {
    digest: digest(index),
    size: 500,
    repositories: [where],
    seenAt: new Date(4 * dayMs).toISOString(),
    mediaType: mediaTypes.ociManifest,
    artifactType: mediaTypes.ociConfig,
    path: 'layers/2',
    count: 7,
    ...facts,
  };
}

/** Renders a node with these parents. Returns the number of lookups. */
function show(
  answer: object | AppError,
  {
    mediaType = layerType,
    stated = child,
    descriptors = [],
  }: {
    readonly mediaType?: typeof layerType;
    readonly stated?: string;
    readonly descriptors?: readonly { readonly mediaType: typeof layerType; readonly digest: string }[];
  } = {},
): () => number {
  let lookups = 0;
  const environment: Environment = {
    client: clientOf(async () => {
      lookups++;
      if (answer instanceof AppError) throw answer;
      return Response.json(answer);
    }),
    queries: createQueryClient(),
    tree: new TreeElement(window),
    window,
    now: () => 5 * dayMs,
  };
  const nodes = [
    entryNode('', { mediaType: mediaTypes.ociManifest, digest: root }, new Map()),
    entryNode('manifests/0', { mediaType, digest: stated }, new Map()),
  ];
  const walk = { steps: nodes.map((node) => ({ node, manifest: undefined })), end: 'found', error: undefined } as const;
  const referrersOf = () => ({ state: 'ready', value: { descriptors, stale: false } }) as const;
  host = document.createElement('div');
  document.body.append(host);
  const page = createRoot(host);
  drawn.push({ root: page, host });
  page.render(
    <EnvironmentProvider value={environment}>
      <UsedBy tree={{ walk, where, referrersOf }} />
    </EnvironmentProvider>,
  );
  return () => lookups;
}

function clientOf(ask: Client['ask']): Client {
  const refuse = () => Promise.reject(new Error('not implemented'));
  return {
    ask,
    mode: Promise.resolve('service-worker'),
    manifest: refuse,
    blob: refuse,
    present: refuse,
    storage: refuse,
    openDedicatedWorker: refuse,
    drawn: () => undefined,
    updates: { isWaiting: () => false, subscribe: () => () => undefined, apply: refuse },
  };
}

function rows(): readonly (string | null)[] {
  return [...host.querySelectorAll('li')].map((row) => row.textContent);
}

function links(): readonly (string | null)[] {
  return [...host.querySelectorAll('a')].map((link) => link.getAttribute('href'));
}
