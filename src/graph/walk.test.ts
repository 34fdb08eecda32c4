import { describe, expect, test } from 'vitest';
import { type Descriptor, type Digest, type Manifest, mediaTypes, parseManifest } from '../oci/index.ts';
import { type ClosureOptions, walkClosure } from './walk.ts';

const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;
const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip';
const all: ClosureOptions = { layers: true, referrers: true };

const image = (config: string, ...layers: readonly string[]) => ({
  schemaVersion: 2,
  mediaType: mediaTypes.ociManifest,
  config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digestOf(config), size: 10 },
  layers: layers.map((layer) => ({ mediaType: layerType, digest: digestOf(layer), size: 1000 })),
});
const entry = (letter: string, platform?: string, annotations?: object) => {
  const [os, architecture, variant] = platform?.split('/') ?? [];
  return {
    mediaType: mediaTypes.ociManifest,
    digest: digestOf(letter),
    size: 100,
    ...(platform ? { platform: { os, architecture, variant } } : {}),
    ...(annotations ? { annotations } : {}),
  };
};

const documents: Readonly<Record<string, object>> = {
  '0': {
    schemaVersion: 2,
    mediaType: mediaTypes.ociIndex,
    manifests: [
      entry('1', 'linux/amd64'),
      entry('2', 'linux/arm/v7'),
      entry('3', 'unknown/unknown', { 'vnd.docker.reference.digest': digestOf('1') }),
      entry('4', 'unknown/unknown', { 'vnd.docker.reference.digest': digestOf('2') }),
      entry('5'),
    ],
  },
  '1': image('a', 'd', 'e'),
  '2': image('b', 'd', 'f'),
  '3': image('c', '9'),
  '8': image('c', '9'),
};
const referrers: Readonly<Record<string, readonly string[]>> = { '0': ['8'], '8': ['8', '0'] };

describe('resolveClosure', () => {
  test('returns each manifest before its children, each digest once, and reports missing parts', async () => {
    expect(await closureOf('0', { ...all, referrers: false })).toEqual([
      'manifest 0 100',
      'manifest 1 100',
      'config a 10',
      'layer d 1000',
      'layer e 1000',
      'manifest 2 100',
      'config b 10',
      'layer f 1000',
      'manifest 3 100',
      'config c 10',
      'layer 9 1000',
      'manifest 4 100, not had',
      'manifest 5 100, not had',
    ]);
  });

  test('for a platform includes attestations of its entry, and entries without a platform', async () => {
    const platforms = new Set(['linux/arm/v7']);
    expect(await closureOf('0', { platforms, layers: false, referrers: false })).toEqual([
      'manifest 0 100',
      'manifest 2 100',
      'config b 10',
      'manifest 4 100, not had',
      'manifest 5 100, not had',
    ]);
  });

  test('with referrers names their subject, and ends if they form a cycle', async () => {
    expect(await closureOf('0', { platforms: new Set(), layers: true, referrers: true })).toEqual([
      'manifest 0 100',
      'manifest 5 100, not had',
      'manifest 8 100, of 0',
      'config c 10',
      'layer 9 1000',
    ]);
  });

  test('marks foreign layers, puts them last, and leaves out invalid digests', async () => {
    const foreign = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip';
    const source = {
      ...image('a'),
      layers: [
        { mediaType: foreign, digest: digestOf('d'), size: 1 },
        { mediaType: layerType, digest: 'sha256:short', size: 1 },
        { mediaType: layerType, digest: digestOf('e'), size: 1 },
      ],
    };
    expect(await closureOf('7', all, { '7': source })).toEqual([
      'manifest 7 100',
      'config a 10',
      'layer e 1',
      'layer d 1, foreign',
    ]);
    expect(await closureOf('7', { ...all, layers: false }, { '7': source })).toEqual(['manifest 7 100', 'config a 10']);
    const same = { ...source, layers: [...source.layers, { mediaType: layerType, digest: digestOf('d'), size: 1 }] };
    expect(await closureOf('7', all, { '7': same })).toEqual([
      'manifest 7 100',
      'config a 10',
      'layer e 1',
      'layer d 1',
    ]);
  });

  test('fails for more than 50,000 items with their number, and returns exactly 50,000', async () => {
    const wide = (count: number) => ({
      schemaVersion: 2,
      mediaType: mediaTypes.ociIndex,
      manifests: Array.from({ length: count }, (_, at) => ({
        mediaType: layerType,
        digest: `sha256:${String(at).padStart(64, '0')}`,
        size: 1,
      })),
    });
    expect(await closureOf('7', all, { '7': wide(49_999) })).toHaveLength(50_000);
    await expect(closureOf('7', all, { '7': wide(50_000) })).rejects.toMatchObject({
      reason: 'too_large',
      message: expect.stringContaining('50,000'),
      detail: { limit: 50_000 },
    });
  });

  test('follows an index inside an index', async () => {
    const outer = {
      schemaVersion: 2,
      mediaType: mediaTypes.ociIndex,
      manifests: [{ ...entry('6'), mediaType: mediaTypes.ociIndex }],
    };
    const inner = { ...outer, manifests: [entry('1', 'linux/amd64')] };
    expect(await closureOf('7', { ...all, layers: false }, { '6': inner, '7': outer })).toEqual([
      'manifest 7 100',
      'manifest 6 100',
      'manifest 1 100',
      'config a 10',
    ]);
  });

  test('returns blobs that an index lists, as a build cache does, as blobs', async () => {
    const cache = {
      schemaVersion: 2,
      mediaType: mediaTypes.ociIndex,
      manifests: [{ ...entry('d'), mediaType: layerType }],
    };
    expect(await closureOf('7', all, { '7': cache })).toEqual(['manifest 7 100', 'blob d 100']);
    expect(await closureOf('7', { ...all, layers: false }, { '7': cache })).toEqual(['manifest 7 100']);
  });
});

async function closureOf(
  root: string,
  options: ClosureOptions,
  more: typeof documents = {},
): Promise<readonly string[]> {
  const letterOf = (digest: string) => digest.at(-1) ?? '';
  const descriptorOf = (letter: string): Descriptor => ({
    mediaType: mediaTypes.ociManifest,
    digest: digestOf(letter),
    size: 100n,
  });
  const source = {
    manifest: async (digest: Digest): Promise<Manifest | undefined> => {
      const document = { ...documents, ...more }[letterOf(digest)];
      if (!document) return undefined;
      const type = 'manifests' in document ? mediaTypes.ociIndex : mediaTypes.ociManifest;
      return parseManifest(type, new TextEncoder().encode(JSON.stringify(document)));
    },
    referrers: async (digest: Digest) => (referrers[letterOf(digest)] ?? []).map(descriptorOf),
  };
  const lines: string[] = [];
  for await (const part of walkClosure(descriptorOf(root), source, options)) {
    const { role, digest, size, manifest, subject, isForeign } = part;
    const notHad = role === 'manifest' && !manifest ? ', not had' : '';
    lines.push(
      `${role} ${letterOf(digest)} ${size}${subject ? `, of ${letterOf(subject)}` : ''}${notHad}${isForeign ? ', foreign' : ''}`,
    );
  }
  return lines;
}
