import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  detectMediaType,
  digestBytes,
  digestedBytes,
  isSchema1Type,
  parseDigest,
  parseManifest,
} from '../oci/index.ts';
import {
  createRegistryStage,
  type DistributionRegistry,
  pushRealImages,
  type RealImage,
  startDistribution,
} from '../testing/index.ts';

let distribution: DistributionRegistry;
let images: readonly RealImage[] = [];
beforeAll(async () => {
  distribution = await startDistribution();
  images = await pushRealImages(distribution);
}, 60_000);
afterAll(() => distribution.stop());

describe('the real CNCF Distribution', () => {
  it('gives every kind of manifest by digest, as it was pushed', async () => {
    const { registry } = createRegistryStage();
    for (const { repository, digest, mediaType, title } of images) {
      const read = await registry.manifest({ host: distribution.host, name: repository }, parseDigest(digest));
      expect(kindOf(detectMediaType(read.bytes)), title).toBe(kindOf(mediaType));
      const algorithm = digest.startsWith('sha512') ? 'sha512' : 'sha256';
      const manifest = parseManifest(mediaType, read.bytes);
      expect(await digestBytes(algorithm, digestedBytes(manifest)), title).toBe(digest);
    }
  });

  it('gives by tag what is stored, converted to nothing', async () => {
    const { registry } = createRegistryStage();
    for (const { repository, digest, mediaType, title } of images.slice(0, 3)) {
      const read = await registry.manifest({ host: distribution.host, name: repository }, 'latest');
      expect(kindOf(detectMediaType(read.bytes)), title).toBe(kindOf(mediaType));
      expect(read.statedDigest, title).toBe(digest);
    }
  });

  it('answers for what it does not have, and for a repository that is none', async () => {
    const { registry } = createRegistryStage();
    const absent = parseDigest(`sha256:${'0'.repeat(64)}`);
    for (const name of ['real/oci', 'no/such']) {
      await expect(registry.manifest({ host: distribution.host, name }, absent)).rejects.toMatchObject({
        reason: 'not_found',
        detail: { status: 404 },
      });
    }
    const [first] = images;
    if (!first) throw new Error('no image was pushed');
    const place = { host: distribution.host, name: first.repository };
    expect(await registry.exists(place, parseDigest(first.digest))).toBe(true);
    expect(await registry.exists(place, absent)).toBe(false);
  });

  it('streams a layer, whole and from its middle', async () => {
    const { registry } = createRegistryStage();
    const [first] = images;
    const layer = first?.layers[2];
    if (!first || !layer?.size) throw new Error('no layer was pushed');
    const place = { host: distribution.host, name: first.repository };
    const whole = await registry.blob(place, parseDigest(layer.digest));
    const bytes = new Uint8Array(await new Response(whole.body as BodyInit).arrayBuffer());
    expect(await digestBytes('sha256', bytes)).toBe(layer.digest);
    expect([bytes.length, whole.length]).toEqual([layer.size, layer.size]);
    const part = await registry.blob(place, parseDigest(layer.digest), { range: { start: 10 } });
    expect(part.range).toEqual({ start: 10, end: layer.size - 1, total: layer.size });
    expect(new Uint8Array(await new Response(part.body as BodyInit).arrayBuffer())).toEqual(bytes.subarray(10));
  });
});

/** Schema1 documents do not say whether they are signed. */
function kindOf(mediaType: string): string {
  return isSchema1Type(mediaType) ? 'schema1' : mediaType;
}
