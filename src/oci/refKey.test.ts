import { describe, expect, test } from 'vitest';
import { asMediaType, mediaTypes, referrersTag, refKey } from './index.ts';

describe('refKey', () => {
  test.each([
    [mediaTypes.dockerManifest, 'manifest'],
    [mediaTypes.ociManifest, 'manifest'],
    [mediaTypes.dockerManifestList, 'index'],
    [mediaTypes.ociIndex, 'index'],
    ['application/vnd.oci.image.layer.v1.tar+zstd', 'layer'],
    ['application/vnd.oci.image.layer.nondistributable.v1.tar', 'layer'],
    ['application/vnd.docker.image.rootfs.diff.tar.gzip', 'layer'],
    ['application/vnd.docker.image.rootfs.diff.tar+anything', 'layer'],
    ['application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', 'layer'],
    ['application/vnd.docker.image.rootfs.diff.tar.bz2', 'unknown'],
    [mediaTypes.dockerConfig, 'config'],
    [mediaTypes.ociConfig, 'config'],
    ['application/vnd.containerd.container.criu.checkpoint.criu.tar', 'config'],
    ['application/vnd.containerd.container.checkpoint.config.v1+proto', 'config'],
    [mediaTypes.inToto, 'attestation'],
    [mediaTypes.dockerSchema1, 'unknown'],
    [mediaTypes.dockerSchema1Signed, 'unknown'],
    ['', 'unknown'],
    ['APPLICATION/VND.OCI.IMAGE.INDEX.V1+JSON', 'unknown'],
    ['application/vnd.oci.image.index.v1+json; charset=utf-8', 'unknown'],
  ])('returns for %j the prefix %s', (mediaType, prefix) => {
    expect(refKey({ mediaType: asMediaType(mediaType), digest: 'sha256:1' })).toBe(`${prefix}-sha256:1`);
  });

  test('puts a ref name before the digest, also an empty one', () => {
    const key = (name: string) =>
      refKey({
        mediaType: mediaTypes.ociIndex,
        digest: 'd',
        annotations: { 'org.opencontainers.image.ref.name': name },
      });
    expect(key('v1')).toBe('index-v1@d');
    expect(key('')).toBe('index-@d');
    expect(refKey({ mediaType: mediaTypes.ociIndex, digest: 'd', annotations: { other: 'x' } })).toBe('index-d');
  });
});

describe('referrersTag', () => {
  test('cuts both parts and replaces characters that a tag may not have', () => {
    expect(referrersTag(`sha512:${'b'.repeat(128)}`)).toBe(`sha512-${'b'.repeat(64)}`);
    expect(referrersTag('a+b:c=d')).toBe('a-b-c-d');
  });

  test.each(['', 'abc', ':x', 'x:'])('refuses %j', (text) => {
    expect(() => referrersTag(text)).toThrow('is not a digest');
  });
});
