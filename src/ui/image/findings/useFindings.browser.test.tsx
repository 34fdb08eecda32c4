import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fetched } from '../../../client/index.ts';
import { digestBytes, type Finding, mediaTypes } from '../../../oci/index.ts';
import { type ManifestDocument, readManifest } from '../../state/documents.ts';
import { createQueryClient } from '../../state/environment.ts';
import { rootDescriptor, rootNode } from '../../tree/nodes.ts';
import type { NodeProps, PaneProps } from '../paneProps.ts';
import type { Selection } from '../selection.ts';
import { useFindings } from './useFindings.ts';

let root: Root;
let seen: (readonly Finding[] | undefined)[];

beforeEach(() => {
  const host = document.createElement('div');
  document.body.replaceChildren(host);
  root = createRoot(host);
  seen = [];
});
afterEach(() => root.unmount());

const queries = createQueryClient();
const config = { mediaType: mediaTypes.ociEmpty, digest: `sha256:${'a'.repeat(64)}`, size: 2 };

describe('useFindings', () => {
  it('lists findings before notes, and returns the same list while it is equal', async () => {
    const opened = await documentOf({
      schemaVersion: 2,
      config,
      layers: [
        { ...config, urls: [] },
        { ...config, size: -1 },
      ],
    });
    draw(opened);
    await expect
      .poll(paths)
      .toEqual(['layers.1.size', 'artifactType', 'mediaType', 'layers.0.urls', 'layers.1.digest']);
    draw(opened);
    await expect.poll(() => seen.length).toBeGreaterThan(1);
    expect(new Set(seen.slice(-2)).size).toBe(1);
  });

  it('adds embedded content with another digest once it is hashed', async () => {
    const carried = { ...config, data: btoa('{}') };
    const opened = await documentOf({
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      artifactType: 'application/x.y',
      config: carried,
      layers: [{ ...carried, mediaType: 'text/plain', digest: `sha256:${'b'.repeat(64)}` }],
    });
    draw(opened);
    await expect.poll(paths).toEqual(['config.data', 'layers.0.data']);
  });

  it('returns at most 100 findings', async () => {
    const layers = Array.from({ length: 5000 }, () => ({ ...config, urls: [] }));
    draw(await documentOf({ schemaVersion: 2, config, layers }));
    await expect.poll(() => seen.at(-1)?.length).toBe(100);
  });

  it('returns nothing for a document that is not loaded', async () => {
    const opened = await documentOf({ schemaVersion: 2, config, layers: [] });
    draw(opened, { fetched: undefined });
    await expect.poll(() => seen).toEqual([undefined]);
  });
});

function paths(): readonly string[] | undefined {
  return seen.at(-1)?.map(({ path }) => path);
}

function draw(opened: ManifestDocument, changes: Partial<Selection> = {}): void {
  const { fetched, manifest, detection } = opened;
  const node = rootNode({ descriptor: rootDescriptor(fetched), manifest });
  const selection: Selection = {
    node,
    fetched,
    detection,
    manifest,
    owner: manifest,
    ownerPath: '',
    config: undefined,
    isConfigAwaited: false,
    platform: undefined,
    listedFor: undefined,
    isWaiting: false,
    error: undefined,
    ...changes,
  };
  root.render(
    <QueryClientProvider client={queries}>
      <Probe {...propsOf(opened)} selection={selection} />
    </QueryClientProvider>,
  );
}

function Probe(props: NodeProps) {
  seen.push(useFindings(props));
  return null;
}

function propsOf(opened: ManifestDocument): PaneProps {
  return {
    tree: {
      reference: { domain: 'localhost', path: 'team/app' },
      where: undefined,
      root: opened,
      rows: [],
      selected: '',
      walk: { steps: [], end: 'found', error: undefined },
      toggle: () => {},
      documentOf: ({ path }) => (path === '' ? opened : undefined),
      blobOf: () => undefined,
      configOf: () => undefined,
      configErrorOf: () => undefined,
      ownPlatformOf: () => undefined,
      referrersOf: () => undefined,
    },
    presence: {
      isStored: () => undefined,
      isRead: () => false,
      digests: [],
      layers: [],
      isFull: false,
      isVolatile: false,
    },
    tab: '',
    onTab: () => {},
    onSelect: () => {},
    linkTo: (path) => `#${path}`,
    retry: () => {},
    onBack: undefined,
  };
}

async function documentOf(document: object): Promise<ManifestDocument> {
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  const fetched: Fetched = {
    bytes,
    digest: await digestBytes('sha256', bytes),
    mediaType: mediaTypes.ociManifest,
    cache: { hit: true, stored: true },
  };
  return readManifest(fetched);
}
