import { describe, expect, it } from 'vitest';
import { AppError } from '../../errors/index.ts';
import {
  asMediaType,
  type Descriptor,
  type Manifest,
  type Platform,
  parseDigest,
  parseManifest,
} from '../../oci/index.ts';
import { createSampleLayout } from '../../sample/index.ts';
import { spokenKind } from './nodes.ts';
import { type AsyncValue, type TreeRow, type TreeSource, treeRows } from './tree.ts';
import { walkTo } from './walk.ts';

const layout = createSampleLayout();
const latest = layout.tags.get('latest');
if (!latest) throw new Error('the sample has no tag "latest"');
const rootDescriptor: Descriptor = { mediaType: latest.mediaType, digest: latest.digest, size: BigInt(latest.size) };

describe('treeRows', () => {
  it('returns the entries of an index, named by platform, with their position in the tree', () => {
    expect(treeRows({ ...sourceOf(['']), manifestOf: () => undefined }).map(described)).toEqual([
      ' index Index, level 1, 1 of 1, open, 2 platforms',
      'manifests/0 image linux/amd64, level 2, 1 of 2, closed, ',
      'manifests/1 image linux/arm64, level 2, 2 of 2, closed, ',
    ]);
  });

  it('returns an attestation as the last child of the platform that it is about, loaded or not', () => {
    const open = ['', 'manifests/0'];
    const loaded = treeRows(sourceOf(open));
    expect(loaded.slice(1, 6).map(described)).toEqual([
      'manifests/0 image linux/amd64, level 2, 1 of 2, open, 1.6 kB',
      'manifests/0/config config Config, level 3, 1 of 3, leaf, 2.6 kB',
      'manifests/0/layers layers Layers, level 3, 2 of 3, closed, 1.6 kB',
      expect.stringContaining('manifests/2 attestation Attestation for linux/amd64, level 3, 3 of 3, closed'),
      expect.stringContaining('manifests/1 image linux/arm64, level 2, 2 of 2, closed'),
    ]);
    expect(loaded[4]?.parentPath).toBe('manifests/0');
    const error = new AppError('not_found', 'gone', { reason: 'not_found' });
    for (const state of [{ state: 'waiting' }, { state: 'failed', error }] as const) {
      const rows = treeRows({ ...sourceOf(open), manifestOf: () => state });
      expect(rows.map(({ node }) => node.path)).toEqual(['', 'manifests/0', 'manifests/2', 'manifests/1']);
    }
  });

  it('returns an artifact with one file as one row', () => {
    const file = { mediaType: 'text/plain', digest: rootDescriptor.digest, size: 2 };
    const artifact = (files: number) =>
      readDocument({
        schemaVersion: 2,
        mediaType: imageType,
        artifactType: 'application/x',
        config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: rootDescriptor.digest, size: 2 },
        layers: Array.from({ length: files }, () => file),
      });
    const rowsOf = (files: number) =>
      treeRows({
        ...sourceOf(['', 'referrers', 'referrers/0']),
        root: { descriptor: rootDescriptor, manifest: artifact(2) },
        referrersOf: ({ path }) => (path === '' ? { state: 'ready', value: [rootDescriptor] } : undefined),
        manifestOf: () => ({ state: 'ready', value: artifact(files) }),
      }).filter(({ node }) => node.path.startsWith('referrers/0'));
    expect(rowsOf(1).map(({ expanded }) => expanded)).toEqual([undefined]);
    expect(rowsOf(2).length).toBeGreaterThan(1);
  });

  it('returns the config and layers of an open image, each layer with its history line', () => {
    const rows = treeRows(sourceOf(['', 'manifests/0', 'manifests/0/layers'], ['COPY a /', 'RUN b']));
    expect(rows.slice(1, 7).map(described)).toEqual([
      'manifests/0 image linux/amd64, level 2, 1 of 2, open, 1.6 kB',
      'manifests/0/config config Config, level 3, 1 of 3, leaf, 2.6 kB',
      'manifests/0/layers layers Layers, level 3, 2 of 3, open, 1.6 kB',
      'manifests/0/layers/0 layer 1, level 4, 1 of 3, leaf, 1.0 kB',
      'manifests/0/layers/1 layer 2, level 4, 2 of 3, leaf, 376 B',
      'manifests/0/layers/2 layer 3, level 4, 3 of 3, leaf, 231 B',
    ]);
    expect(rows.slice(4, 7).map(({ node }) => node.note)).toEqual(['COPY a /', 'RUN b', '']);
    expect(rows[4]?.parentPath).toBe('manifests/0/layers');
  });

  it('marks loading documents as busy, and returns the error of failed ones', () => {
    const error = new AppError('not_found', 'gone', { reason: 'not_found' });
    const waiting = treeRows({ ...sourceOf(['', 'manifests/0']), manifestOf: () => ({ state: 'waiting' }) })[1];
    expect([waiting?.busy, waiting?.expanded]).toEqual([true, true]);
    const failed = treeRows({ ...sourceOf(['']), manifestOf: () => ({ state: 'failed', error }) })[2];
    expect([failed?.busy, failed?.expanded, failed?.error]).toEqual([false, undefined, error]);
  });

  it('returns the length in bytes of loaded content', () => {
    const blobOf: TreeSource['blobOf'] = () => ({ state: 'ready', value: { bytes: new Uint8Array(7) } });
    const rows = treeRows({ ...sourceOf(['', 'manifests/0', 'manifests/0/layers']), blobOf });
    const size = (index: number) => Number(rows[index]?.node.descriptor?.size);
    expect(rows.slice(0, 5).map(({ node, length }) => [node.path, length])).toEqual([
      ['', size(0)],
      ['manifests/0', size(1)],
      ['manifests/0/config', 7],
      ['manifests/0/layers', undefined],
      ['manifests/0/layers/0', undefined],
    ]);
    expect(treeRows({ ...sourceOf(['']), manifestOf: () => undefined })[1]?.length).toBeUndefined();
  });

  it('returns the referrers of a manifest last, named by type, each with its own manifest', () => {
    const referrer = (artifactType: string): Descriptor => ({ ...rootDescriptor, artifactType, annotations: {} });
    const types = ['application/spdx+json', 'application/x'];
    const referrersOf: TreeSource['referrersOf'] = ({ path }) =>
      path === 'manifests/0' ? { state: 'ready', value: types.map(referrer) } : { state: 'ready', value: [] };
    const open = ['', 'manifests/0', 'manifests/0/referrers'];
    const manifestOf: TreeSource['manifestOf'] = (node) =>
      node.path.includes('referrers/') ? undefined : sourceOf([]).manifestOf(node);
    const rows = treeRows({ ...sourceOf(open), referrersOf, manifestOf });
    expect(rows.slice(1, 7).map(described)).toEqual([
      'manifests/0 image linux/amd64, level 2, 1 of 2, open, 1.6 kB',
      'manifests/0/config config Config, level 3, 1 of 4, leaf, 2.6 kB',
      'manifests/0/layers layers Layers, level 3, 2 of 4, closed, 1.6 kB',
      'manifests/0/referrers referrers Referrers, level 3, 3 of 4, open, ',
      'manifests/0/referrers/0 index SBOM, SPDX, level 4, 1 of 2, closed, ',
      'manifests/0/referrers/1 index application/x, level 4, 2 of 2, closed, ',
    ]);
    expect(walkTo({ ...sourceOf([]), referrersOf }, 'manifests/0/referrers/1/manifests/0/config').end).toBe('found');
    expect(walkTo({ ...sourceOf([]), referrersOf }, 'manifests/1/referrers').end).toBe('missing');
    const waiting = { ...sourceOf([]), referrersOf: () => ({ state: 'waiting' }) as const };
    expect(walkTo(waiting, 'manifests/0/referrers/1').end).toBe('waiting');
    const error = new AppError('unavailable', 'gone');
    const failed = { ...sourceOf([]), referrersOf: () => ({ state: 'failed', error }) as const };
    expect(walkTo(failed, 'manifests/0/referrers/1')).toMatchObject({ end: 'failed', error });
  });

  it('names an entry and its attestation by the entry’s config once it is loaded', () => {
    const source = { ...sourceOf(['', 'manifests/0']), manifestOf: () => undefined };
    const isFirst = ({ platform }: Descriptor) => platform?.architecture === 'amd64';
    const named = (own: Platform) =>
      treeRows({ ...source, ownPlatformOf: (entry) => (isFirst(entry) ? own : undefined) })
        .slice(1)
        .map(({ node }) => [node.name, node.note].filter(Boolean).join(' | '));
    const stated = ['linux/amd64', 'Attestation for linux/amd64', 'linux/arm64'];
    expect(named({ os: 'linux', architecture: 'amd64' })).toEqual(stated);
    expect(named({ os: 'linux', architecture: 'riscv64' })).toEqual([
      'linux/riscv64 | linux/amd64 by the index',
      'Attestation for linux/riscv64',
      'linux/arm64',
    ]);
    const walk = walkTo(
      { ...sourceOf([]), ownPlatformOf: () => ({ os: 'linux', architecture: 's390x' }) },
      'manifests/1/config',
    );
    expect(walk.steps.map(({ node }) => node.name)).toEqual(['Index', 'linux/s390x', 'Config']);
  });

  it('gives screen readers the kind if the name does not state it', () => {
    const rows = treeRows(sourceOf(['', 'manifests/0', 'manifests/0/layers']));
    expect(rows.slice(0, 5).map(({ node }) => `${spokenKind(node)} ${node.name}`.trim())).toEqual([
      'Index',
      'Image linux/amd64',
      'Config',
      'Layers',
      'Layer 1',
    ]);
  });

  it('handles ten thousand layers in one pass', () => {
    const layers = Array.from({ length: 10_000 }, (_, index) => ({
      mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
      digest: `sha256:${index.toString(16).padStart(64, '0')}`,
      size: 1000,
    }));
    const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: rootDescriptor.digest, size: 2 };
    const manifest = readDocument({ schemaVersion: 2, mediaType: imageType, config, layers });
    const source = { ...sourceOf(['', 'layers']), root: { descriptor: rootDescriptor, manifest } };
    const rows = treeRows(source);
    expect(rows).toHaveLength(10_003);
    expect(rows.at(-1)?.node).toMatchObject({ path: 'layers/9999', name: '10000' });
    expect(rows[0]?.node.measure).toBe('10.0 MB');
  });
});

describe('walkTo', () => {
  it('finds any node whose documents are loaded, even if its rows are closed', () => {
    const walk = walkTo(sourceOf([]), 'manifests/1/layers/2');
    expect(walk.end).toBe('found');
    expect(walk.steps.map(({ node }) => node.path)).toEqual([
      '',
      'manifests/1',
      'manifests/1/layers',
      'manifests/1/layers/2',
    ]);
  });

  it('ends at a missing node, a loading document and a failed one', () => {
    const error = new AppError('unavailable', 'offline', { reason: 'offline' });
    const ends = (path: string, loaded?: AsyncValue<Manifest>) =>
      walkTo(loaded ? { ...sourceOf([]), manifestOf: () => loaded } : sourceOf([]), path);
    for (const path of ['manifests/9', 'layers/0', 'manifests/0/layers/7', 'x', 'manifests/0/config/1', '../..']) {
      expect(ends(path).end, path).toBe('missing');
    }
    expect(ends('manifests/0/config', { state: 'waiting' }).end).toBe('waiting');
    expect(ends('manifests/0/config', { state: 'failed', error })).toMatchObject({ end: 'failed', error });
  });
});

const imageType = 'application/vnd.oci.image.manifest.v1+json';

function sourceOf(open: readonly string[], notes: readonly string[] = []): TreeSource {
  return {
    root: { descriptor: rootDescriptor, manifest: readStored(rootDescriptor) },
    isOpen: (path) => open.includes(path),
    referrersOf: () => undefined,
    manifestOf: ({ descriptor }) => descriptor && { state: 'ready', value: readStored(descriptor) },
    blobOf: () => undefined,
    ownPlatformOf: () => undefined,
    notesOf: () => notes,
  };
}

function readStored({ digest }: Pick<Descriptor, 'digest'>): Manifest {
  const blob = layout.blobs.get(parseDigest(digest));
  if (!blob) throw new Error(`the sample has no blob ${digest}`);
  return parseManifest(blob.mediaType, blob.bytes);
}

function readDocument(document: object): Manifest {
  return parseManifest(asMediaType(imageType), new TextEncoder().encode(JSON.stringify(document)));
}

function described({ node, level, posInSet, setSize, expanded }: TreeRow): string {
  const state = expanded === undefined ? 'leaf' : expanded ? 'open' : 'closed';
  return `${node.path} ${node.kind} ${node.name}, level ${level}, ${posInSet} of ${setSize}, ${state}, ${node.measure}`;
}
