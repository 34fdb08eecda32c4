import { describe, expect, test } from 'vitest';
import { type Manifest, mediaTypes, parseManifest, referenceFindings } from './index.ts';

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const layerType = 'application/vnd.oci.image.layer.v1.tar';
const config = { mediaType: mediaTypes.ociConfig, digest: digest('a'), size: 2 };
const layer = { mediaType: layerType, digest: digest('b'), size: 5 };
const foreign = { ...layer, mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar' };
const image = { mediaType: mediaTypes.ociManifest, digest: digest('c'), size: 7 };

function read(mediaType: string, document: object): Manifest {
  return parseManifest(mediaType, new TextEncoder().encode(JSON.stringify({ schemaVersion: 2, ...document })));
}

function found(manifest: Manifest, own = digest('0')): string[] {
  return referenceFindings(manifest, own).map(({ rule, path, severity }) => `${severity ?? 'error'} ${path}: ${rule}`);
}

describe('referenceFindings of descriptors', () => {
  test('accepts usual descriptors', () => {
    const urls = ['https://example.com/layer', 'HTTP://example.com/layer'];
    const sha512 = { ...layer, digest: `sha512:${'d'.repeat(128)}` };
    const layers = [layer, sha512, { ...foreign, digest: digest('e'), urls }];
    expect(found(read(mediaTypes.ociManifest, { config, layers, subject: image }))).toEqual([]);
  });

  test.each<[string, object, string]>([
    [
      'an algorithm that few readers support',
      { ...layer, digest: `sha384:${'a'.repeat(96)}` },
      'note layers.0.digest: the digest is sha256 or sha512, the algorithms that are registered',
    ],
    [
      'an empty layer',
      { ...layer, size: 0 },
      'note layers.0.size: a layer is not empty: even a tar without files has 1,024 bytes',
    ],
    ['empty urls', { ...layer, urls: [] }, 'note layers.0.urls: urls is left out if it is empty'],
    [
      'a foreign layer without urls',
      foreign,
      'note layers.0.urls: urls says where to download the layer, since registries need not have it',
    ],
    [
      'urls with an unusual scheme',
      { ...layer, urls: ['https://a/', 'ftp://a/'] },
      'note layers.0.urls.1: urls use http or https',
    ],
  ])('reports descriptors with %s', (_name, odd, expected) => {
    expect(found(read(mediaTypes.ociManifest, { config, layers: [odd] }))).toEqual([expected]);
  });

  test('accepts empty content that is not a layer', () => {
    expect(
      found(read(mediaTypes.ociManifest, { config, layers: [{ ...layer, mediaType: 'text/plain', size: 0 }] })),
    ).toEqual([]);
  });

  test('notes repeated layers once, at the first', () => {
    expect(found(read(mediaTypes.ociManifest, { config, layers: [layer, layer] }))).toEqual([
      'note layers.1.digest: each layer is listed once',
    ]);
    expect(found(read(mediaTypes.ociManifest, { config, layers: [layer, layer, layer] }))).toEqual([
      'note layers.1.digest: each layer is listed once; 2 here are repeated',
    ]);
  });

  test('reports a subject that is the manifest itself', () => {
    const manifest = read(mediaTypes.ociManifest, { config, layers: [], subject: image });
    expect(found(manifest, image.digest)).toEqual(['error subject.digest: the subject is another manifest']);
  });
});

describe('referenceFindings of index entries', () => {
  const attestation = (of: string) => ({
    ...image,
    digest: digest('9'),
    annotations: { 'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': of },
  });

  test('notes entries that are not manifests once, as in a build cache', () => {
    expect(found(read(mediaTypes.ociIndex, { manifests: [image, layer, config] }))).toEqual([
      'note manifests.1.mediaType: entries are manifests or indexes; 2 here are not',
    ]);
    const known = [
      mediaTypes.ociIndex,
      mediaTypes.dockerManifest,
      mediaTypes.dockerSchema1Signed,
      mediaTypes.ociArtifactManifest,
    ];
    expect(
      found(read(mediaTypes.ociIndex, { manifests: known.map((mediaType) => ({ ...image, mediaType })) })),
    ).toEqual([]);
  });

  test('reports attestations for images not in the index', () => {
    expect(found(read(mediaTypes.ociIndex, { manifests: [image, attestation(image.digest)] }))).toEqual([]);
    expect(found(read(mediaTypes.ociIndex, { manifests: [image, attestation(digest('f'))] }))).toEqual([
      'error manifests.1.annotations.vnd.docker.reference.digest: an attestation names an entry of the same index',
    ]);
  });

  test('reports 100 of 100,000 findings in one pass', () => {
    const manifests = Array.from({ length: 100_000 }, () => attestation('x'));
    expect(referenceFindings(read(mediaTypes.ociIndex, { manifests }), '')).toHaveLength(100);
  });
});
