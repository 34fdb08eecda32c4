import { describe, expect, it } from 'vitest';
import {
  detectMediaType,
  documentKind,
  isAnyManifestType,
  isAttestationType,
  isConfigType,
  isEmptyType,
  isForeignLayerType,
  isIndexType,
  isLayerType,
  isManifestType,
  mediaTypeEssence,
  mediaTypes,
  refKey,
} from './index.ts';
import { asMediaType } from './mediaType.ts';

const layer = 'application/vnd.oci.image.layer.v1.tar+gzip';
const foreign = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip';

/** Spellings of one media type that RFC 6838 and RFC 2045 allow. */
const spellings: readonly (readonly [string, (type: string) => string])[] = [
  ['as registered', (type) => type],
  ['in upper case', (type) => type.toUpperCase()],
  ['with a parameter', (type) => `${type};version=0.2`],
  ['with a parameter behind spaces', (type) => ` ${type} ; charset="a;b"`],
];

describe.each(spellings)('a media type %s', (_name, spell) => {
  it.each([
    [mediaTypes.ociManifest, isManifestType],
    [mediaTypes.dockerManifest, isManifestType],
    [mediaTypes.ociIndex, isIndexType],
    [mediaTypes.ociArtifactManifest, isAnyManifestType],
    [mediaTypes.dockerSchema1Signed, isAnyManifestType],
    [mediaTypes.ociConfig, isConfigType],
    [mediaTypes.ociEmpty, isEmptyType],
    [mediaTypes.inToto, isAttestationType],
    [layer, isLayerType],
    [foreign, isLayerType],
    [foreign, isForeignLayerType],
  ])('classifies %s', (type, is) => {
    expect(is(spell(type))).toBe(true);
    expect(is(spell(`x-${type}`))).toBe(false);
    expect(mediaTypeEssence(spell(type))).toBe(type);
  });

  it('has its document kind', () => {
    expect(documentKind(spell(mediaTypes.ociConfig))).toBe('config');
    expect(documentKind(spell('application/vnd.dev.sigstore.bundle+json'))).toBe('json');
    expect(documentKind(spell('text/plain'))).toBeUndefined();
  });
});

describe('exact comparison, as in moby and containerd', () => {
  const detect = (mediaType: string, keys: object) =>
    detectMediaType(new TextEncoder().encode(JSON.stringify({ mediaType, ...keys })));

  it('detectMediaType returns another spelling unchanged', () => {
    for (const [name, spell] of spellings.slice(1)) {
      const type = spell(mediaTypes.ociManifest);
      expect(detect(type, { manifests: [] }), name).toBe(type);
    }
    expect(() => detect(mediaTypes.ociManifest, { manifests: [] })).toThrow('should not have');
  });

  it.each([
    [mediaTypes.ociManifest, 'manifest'],
    [mediaTypes.ociManifest.toUpperCase(), 'unknown'],
    [`${mediaTypes.ociManifest};a=b`, 'unknown'],
    [`${mediaTypes.ociConfig} `, 'unknown'],
    [layer, 'layer'],
    [`${layer};a=b`, 'layer'],
    [layer.toUpperCase(), 'unknown'],
  ])('refKey of %j is %s', (mediaType, kind) => {
    expect(refKey({ mediaType: asMediaType(mediaType), digest: 'sha256:ab' })).toBe(`${kind}-sha256:ab`);
  });
});
