import { beforeAll, describe, expect, it } from 'vitest';
import {
  asMediaType,
  type Digest,
  detectMediaType,
  digestAlgorithm,
  digestBytes,
  digestedBytes,
  isSchema1Type,
  parseDigest,
  parseManifest,
  type Repository,
} from '../../oci/index.ts';
import type { Registry, RemoteBlob } from '../../registry/index.ts';
import type { RealImage, RealLayer } from '../fixtures/realImages.ts';

/** A registry by its contract, and its content at a host. */
export interface RegistryUnderTest {
  readonly registry: Registry;
  readonly host: string;
  readonly images: readonly RealImage[];
}

const absent = parseDigest(`sha256:${'0'.repeat(64)}`);

/**
 * Tests the contract of a registry client (`registry/contract.ts`) against any server. `make` is called once, before
 * the tests; the caller stops whatever it starts.
 */
export function registrySuite(name: string, make: () => RegistryUnderTest | Promise<RegistryUnderTest>): void {
  describe(name, () => {
    let current: RegistryUnderTest;
    beforeAll(async () => {
      current = await make();
      expect(current.images.length).toBeGreaterThanOrEqual(5);
    });
    testManifests(() => current);
    testAbsence(() => current);
    testBlobs(() => current);
  });
}

type Current = () => RegistryUnderTest;

function testManifests(current: Current): void {
  it('returns every kind of manifest by digest, with bytes that match it', async () => {
    const { registry, host, images } = current();
    for (const image of images) {
      const { bytes } = await registry.manifest(placeOf(host, image), parseDigest(image.digest));
      await expectManifest(bytes, image);
    }
  });

  it('returns a manifest whose type is known', async () => {
    const { registry, host, images } = current();
    for (const image of images) {
      const mediaType = asMediaType(image.mediaType);
      const read = await registry.manifest(placeOf(host, image), parseDigest(image.digest), { mediaType });
      await expectManifest(read.bytes, image);
    }
  });

  it('returns by tag what is stored, without conversion, with its digest', async () => {
    const { registry, host, images } = current();
    const tagged = images.filter(({ tag }) => tag !== undefined);
    expect(tagged.length).toBeGreaterThanOrEqual(3);
    for (const image of tagged) {
      const read = await registry.manifest(placeOf(host, image), image.tag ?? '');
      await expectManifest(read.bytes, image);
      expect(read.statedDigest, image.title).toBe(image.digest);
    }
  });
}

function testAbsence(current: Current): void {
  it('returns not_found for a manifest, a blob and a repository that were never pushed', async () => {
    const { registry, host } = current();
    const notFound = { code: 'not_found', reason: 'not_found' };
    for (const name of ['real/oci', 'no/such']) {
      const place = { host, name };
      await expect(registry.manifest(place, 'no-such-tag'), name).rejects.toMatchObject(notFound);
      await expect(registry.blob(place, absent), name).rejects.toMatchObject(notFound);
      await expect(registry.manifest(place, absent), name).rejects.toMatchObject(notFound);
    }
  });

  it('ends as cancelled if its signal has aborted', async () => {
    const { registry, host, images } = current();
    const image = first(images);
    const signal = AbortSignal.abort();
    const reading = registry.manifest(placeOf(host, image), parseDigest(image.digest), { signal });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });
}

function testBlobs(current: Current): void {
  it('returns every layer completely', async () => {
    const { registry, host, images } = current();
    for (const image of images) {
      for (const { digest, size } of image.layers) {
        const blob = await registry.blob(placeOf(host, image), parseDigest(digest));
        const bytes = await readAll(blob);
        expect(await digestBytes('sha256', bytes), image.title).toBe(digest);
        expect([blob.length, bytes.length, blob.range], image.title).toEqual([
          bytes.length,
          size ?? bytes.length,
          undefined,
        ]);
      }
    }
  });

  it('returns a layer from its middle, to a byte or to its end', async () => {
    const { registry, host, images } = current();
    const image = first(images);
    const { digest, size } = lastLayer(image);
    const read = (range?: { start: number; end?: number }) =>
      registry.blob(placeOf(host, image), digest, range ? { range } : {});
    const whole = await readAll(await read());
    const middle = await read({ start: 10, end: 19 });
    expect([middle.length, middle.range]).toEqual([10, { start: 10, end: 19, total: size }]);
    expect(await readAll(middle)).toEqual(whole.subarray(10, 20));
    const rest = await read({ start: size - 5 });
    expect([rest.length, rest.range]).toEqual([5, { start: size - 5, end: size - 1, total: size }]);
    expect(await readAll(rest)).toEqual(whole.subarray(size - 5));
  });
}

async function expectManifest(bytes: Uint8Array, { title, digest, mediaType }: RealImage): Promise<void> {
  expect(kindOf(detectMediaType(bytes)), title).toBe(kindOf(mediaType));
  const manifest = parseManifest(mediaType, bytes);
  expect(await digestBytes(digestAlgorithm(parseDigest(digest)), digestedBytes(manifest)), title).toBe(digest);
}

/** Schema1 documents do not state whether they are signed. */
function kindOf(mediaType: string): string {
  return isSchema1Type(mediaType) ? 'schema1' : mediaType;
}

function placeOf(host: string, { repository }: RealImage): Repository {
  return { host, name: repository };
}

function first(images: readonly RealImage[]): RealImage {
  const [image] = images;
  if (!image) throw new Error('no image was pushed');
  return image;
}

function lastLayer({ layers }: RealImage): RealLayer & { readonly digest: Digest; readonly size: number } {
  const layer = layers.at(-1);
  if (layer?.size === undefined) throw new Error('no layer was pushed');
  return { digest: parseDigest(layer.digest), size: layer.size };
}

async function readAll({ body }: RemoteBlob): Promise<Uint8Array> {
  return new Uint8Array(await new Response(body as BodyInit).arrayBuffer());
}
