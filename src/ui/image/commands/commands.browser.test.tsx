import '../../kit/base.css';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Client, Fetched } from '../../../client/index.ts';
import { AppError } from '../../../errors/index.ts';
import { asMediaType, type Digest, digestBytes, mediaTypes } from '../../../oci/index.ts';
import { commandMessages, commandTitles } from '../../messages/commandsView.ts';
import { App } from '../../shell/App.tsx';
import { createQueryClient } from '../../state/environment.ts';
import { TreeElement } from '../../tree/treeView.ts';

const documents = new Map<string, Fetched>();
let root: Root;
let host: HTMLElement;
let copied: string[];

beforeEach(() => {
  copied = [];
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => void copied.push(text));
  host = document.createElement('div');
  host.id = 'root';
  document.body.append(host);
  root = createRoot(host);
});
afterEach(() => {
  root.unmount();
  host.remove();
  vi.restoreAllMocks();
});

describe('the commands of a node', () => {
  it('are grouped, each with a copy button that names its tool and title', async () => {
    const image = await makeImage();
    open(`${repository}@${image}&tab=commands`);
    await expect.element(page.getByRole('tab', { name: 'Commands' })).toHaveAttribute('aria-selected', 'true');
    await expect.element(page.getByRole('heading', { name: commandMessages.groups.curl, exact: true })).toBeVisible();
    expect(headings(2)).toEqual(Object.values(commandMessages.groups));
    await page.getByRole('button', { name: `Copy ${commandMessages.copyWhat('docker', commandTitles.image)}` }).click();
    await page
      .getByRole('button', { name: `Copy ${commandMessages.copyWhat('curl', commandTitles.rawManifest)}` })
      .click();
    expect(copied).toEqual([
      `docker pull ${repository}@${image}`,
      `curl -fsSL -H 'Accept: ${mediaTypes.ociManifest}' http://localhost:5000/v2/team/app/manifests/${image}`,
    ]);
  });

  it('are shown for a layer, next to its overview', async () => {
    const image = await makeImage();
    open(`${repository}@${image}&select=layers/0&tab=commands`);
    await expect
      .element(page.getByRole('button', { name: `Copy ${commandMessages.copyWhat('oras', commandTitles.download)}` }))
      .toBeVisible();
    expect(
      page
        .getByRole('tab')
        .elements()
        .map(({ textContent }) => textContent),
    ).toEqual(['Overview', 'Commands']);
    expect(host.querySelector('code')?.textContent).toBe(
      `crane blob --insecure ${repository}@${layerDigest} > ${layerDigest.slice(7)}.tar.gz`,
    );
  });

  it('need a repository if only a digest was opened', async () => {
    const image = await makeImage();
    open(`${image}&tab=commands`);
    await expect.element(page.getByText(commandMessages.noRepository)).toBeVisible();
  });

  it('fit a page of 360 px without cutting digests', async () => {
    await page.viewport(360, 800);
    const image = await makeImage();
    open(`${repository}@${image}&tab=commands`);
    await expect.element(page.getByRole('heading', { name: commandMessages.groups.curl, exact: true })).toBeVisible();
    const codes = [...host.querySelectorAll('code')];
    expect(codes.length).toBeGreaterThan(5);
    for (const code of codes) expect(code.scrollWidth).toBeLessThanOrEqual(code.clientWidth);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
    await page.viewport(1280, 800);
  });
});

describe('the “More actions” menu', () => {
  it('opens and moves by keys, and returns the focus', async () => {
    const image = await makeImage();
    open(`${repository}@${image}`);
    const button = page.getByRole('button', { name: 'More actions' });
    await expect.element(button).toBeVisible();
    button.element().focus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(page.getByRole('menuitem', { name: 'Copy digest' })).toHaveFocus();
    await expect.element(button).toHaveAttribute('aria-expanded', 'true');
    const walked: string[] = [];
    for (const key of ['{ArrowDown}', '{End}', '{ArrowDown}', '{ArrowUp}', '{Home}', 'o', 'p']) {
      await userEvent.keyboard(key);
      walked.push(document.activeElement?.textContent ?? '');
    }
    expect(walked).toEqual([
      'Make available offline…',
      'Print',
      'Copy digest',
      'Print',
      'Copy digest',
      'Open in a new tab',
      'Print',
    ]);
    await userEvent.keyboard('{Escape}');
    await expect.element(button).toHaveFocus();
    await expect.element(button).toHaveAttribute('aria-expanded', 'false');
    expect(page.getByRole('menu').elements()).toEqual([]);
  });

  it('blocks the page’s shortcuts while it is open', async () => {
    const image = await makeImage();
    open(`${repository}@${image}`);
    await openMenu();
    await userEvent.keyboard('y');
    expect(copied).toEqual([]);
  });

  it('copies the digest and shows “Copied” on its button', async () => {
    const image = await makeImage();
    open(`${repository}@${image}`);
    await openMenu();
    await userEvent.keyboard('{Enter}');
    expect(copied).toEqual([image]);
    const button = page.getByRole('button', { name: 'Copied' });
    await expect.element(button).toHaveFocus();
    await expect.element(button).toHaveTextContent('Copied');
  });

  it('opens again, and closes with its button', async () => {
    const image = await makeImage();
    open(`${repository}@${image}`);
    await openMenu();
    const button = page.getByRole('button', { name: 'More actions' });
    await userEvent.keyboard('{Escape}');
    await button.click();
    await expect.element(page.getByRole('menuitem', { name: 'Copy digest' })).toHaveFocus();
    await button.click();
    await expect.element(button).toHaveAttribute('aria-expanded', 'false');
  });

  it('offers to open a manifest below the root as the root', async () => {
    const image = await makeImage();
    const index = await makeIndex(image);
    open(`${repository}@${index}&select=manifests/0`);
    await openMenu();
    const link = page.getByRole('menuitem', { name: 'Open as root' });
    await expect.element(link).toHaveAttribute('href', `#${repository}@${image}`);
    await userEvent.keyboard('{Escape}');
    location.hash = `#${repository}@${index}&select=manifests/0/layers/0`;
    await expect.element(page.getByRole('heading', { name: 'Layer 1 of 1' })).toBeVisible();
    await openMenu();
    expect(page.getByRole('menuitem', { name: 'Open as root' }).elements()).toEqual([]);
  });

  it('prints with the menu closed', async () => {
    const image = await makeImage();
    open(`${repository}@${image}`);
    await openMenu();
    const print = vi.spyOn(window, 'print').mockImplementation(() => {
      expect(document.querySelector(':popover-open')).toBeNull();
    });
    await userEvent.keyboard('{End}{Enter}');
    expect(print).toHaveBeenCalledOnce();
  });
});

const repository = 'localhost:5000/team/app';
const layerDigest = `sha256:${'1'.repeat(64)}`;

async function openMenu(): Promise<void> {
  const button = page.getByRole('button', { name: 'More actions' });
  await expect.element(button).toBeVisible();
  button.element().focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('menuitem', { name: 'Copy digest' })).toHaveFocus();
}

function headings(level: number): readonly string[] {
  return page
    .getByRole('heading', { level })
    .elements()
    .map(({ textContent }) => textContent);
}

function open(address: string): void {
  history.replaceState(null, '', `#${address}`);
  const environment = {
    client: fakeClient(),
    queries: createQueryClient(),
    tree: new TreeElement(window),
    window,
    now: () => Date.UTC(2026, 10, 24),
  };
  root.render(<App environment={environment} />);
}

async function makeImage(): Promise<Digest> {
  const config = await put(
    {
      os: 'linux',
      architecture: 'amd64',
      created: '2026-01-01T00:00:00Z',
      config: { User: 'nobody', Cmd: ['`id`'] },
      rootfs: { type: 'layers', diff_ids: [layerDigest] },
      history: [{ created_by: 'COPY a /b | <b>@octocat</b>' }, { created_by: 'CMD ["`id`"]', empty_layer: true }],
    },
    mediaTypes.ociConfig,
  );
  return put(
    {
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      config: { mediaType: mediaTypes.ociConfig, digest: config, size: documents.get(config)?.bytes.length },
      layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: layerDigest, size: 2500 }],
      annotations: { note: 'see [x](https://evil.example) #1' },
    },
    mediaTypes.ociManifest,
  );
}

async function makeIndex(image: Digest): Promise<Digest> {
  const size = documents.get(image)?.bytes.length;
  const platform = { os: 'linux', architecture: 'arm64' };
  const manifests = [{ mediaType: mediaTypes.ociManifest, digest: image, size, platform }];
  return put({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests }, mediaTypes.ociIndex);
}

async function put(document: object, mediaType: string): Promise<Digest> {
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  const digest = await digestBytes('sha256', bytes);
  documents.set(digest, { bytes, digest, mediaType: asMediaType(mediaType), cache: { hit: true, stored: true } });
  return digest;
}

/** Serves only the documents of this file. */
function fakeClient(): Client {
  const read = async (digest: string): Promise<Fetched> => {
    const fetched = documents.get(digest);
    if (!fetched) throw missing();
    return fetched;
  };
  return {
    mode: Promise.resolve('service-worker'),
    manifest: (_where, digest) => read(digest),
    blob: (_where, digest) => read(digest),
    present: async () => new Set(documents.keys()),
    storage: async () => undefined,
    drawn: () => undefined,
    updates: { isWaiting: () => false, subscribe: () => () => undefined, apply: async () => undefined },
    ask: async () => Promise.reject(missing()),
    openDedicatedWorker: async () => Promise.reject(missing()),
  };
}

function missing(): AppError {
  return new AppError('not_found', 'not found', { reason: 'not_found' });
}
