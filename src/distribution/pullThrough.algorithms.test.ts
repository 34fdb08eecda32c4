import { describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import { type Digest, type DigestAlgorithm, digestBytes, digestedBytes, mediaTypes } from '../oci/index.ts';
import { createPullThroughStage, readContent, signedSchema1Fixture, storeContent } from '../testing/index.ts';

const repository = { host: 'docker.io', name: 'library/a' };
const offline = new AppError('unavailable', 'no network', { reason: 'offline' });
const rare = ['sha384', 'sha512'] as const;
const largeBytes = 4 * 1024 * 1024 + 5000;

interface Content {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
}

/** An image whose parts are all named by the algorithm. */
async function makeImage(algorithm: DigestAlgorithm) {
  const named = async (bytes: Uint8Array): Promise<Content> => ({ bytes, digest: await digestBytes(algorithm, bytes) });
  const encode = (value: object) => named(new TextEncoder().encode(JSON.stringify(value)));
  const config = await encode({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] } });
  const layer = await named(Uint8Array.from({ length: 3000 }, (_, index) => index % 251));
  const large = await named(new Uint8Array(largeBytes).fill(7));
  const descriptorOf = ({ bytes, digest }: Content, mediaType: string) => ({ mediaType, digest, size: bytes.length });
  const manifest = await encode({
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: descriptorOf(config, mediaTypes.ociConfig),
    layers: [layer, large].map((each) => descriptorOf(each, 'application/vnd.oci.image.layer.v1.tar')),
  });
  return { manifest, config, layer, large };
}

const images = { sha384: await makeImage('sha384'), sha512: await makeImage('sha512') };

async function stageOf(algorithm: keyof typeof images) {
  const image = images[algorithm];
  const stage = createPullThroughStage();
  for (const { digest, bytes } of Object.values(image)) stage.registry.put(repository, digest, bytes);
  return { ...stage, ...image };
}

describe.each(rare)('an image named by %s', (algorithm) => {
  test('is stored under those digests as it is read, and read again without a registry', {
    timeout: 30_000,
  }, async () => {
    const { pull, registry, store, manifest, config, layer, large, warnings } = await stageOf(algorithm);
    const readAll = async () => [
      (await pull.manifest(repository, manifest.digest)).bytes,
      ...(await Promise.all(
        [config, layer, large].map(async ({ digest }) => readBody(await pull.blob(repository, digest))),
      )),
    ];
    const all = [manifest, config, layer, large].map(({ bytes }) => bytes);
    for (const failure of [undefined, offline]) {
      registry.failWith(failure);
      const read = await readAll();
      for (const [index, bytes] of all.entries()) expect(isEqual(read[index], bytes), `${index}`).toBe(true);
    }
    const stored: string[] = [];
    await store.walk(({ digest }) => void stored.push(digest));
    expect(stored.sort()).toEqual([manifest, config, layer, large].map(({ digest }) => digest).sort());
    expect(warnings).toEqual([]);
  });

  test('is found as the parent of its parts, which are read in ranges', async () => {
    const { pull, library, manifest, config, layer } = await stageOf(algorithm);
    await pull.manifest(repository, manifest.digest);
    for (const [{ digest }, path] of [
      [config, 'config'],
      [layer, 'layers/0'],
    ] as const) {
      expect((await library.parents(digest)).parents).toMatchObject([{ digest: manifest.digest, path }]);
    }
    await pull.blob(repository, layer.digest);
    const part = await pull.blob(repository, layer.digest, { range: { start: 10, end: 19 } });
    expect(await readBody(part)).toEqual(layer.bytes.slice(10, 20));
  });

  test('is refused if the registry changes a byte of any part, and that part is not stored', {
    timeout: 30_000,
  }, async () => {
    const { pull, registry, store, manifest, config, layer, large } = await stageOf(algorithm);
    for (const { digest, bytes } of [manifest, config, layer, large]) {
      const changed = bytes.with(bytes.length - 2, 0x20);
      registry.put(repository, digest, changed);
      const read = async () =>
        digest === manifest.digest
          ? (await pull.manifest(repository, digest)).bytes
          : readBody(await pull.blob(repository, digest));
      const mismatch = { reason: 'digest_mismatch', detail: { digest, actual: await digestBytes(algorithm, changed) } };
      await expect(read()).rejects.toMatchObject(mismatch);
      await expect(store.info(digest)).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(await store.listStatuses()).toEqual([]);
  });

  test('is fetched again if a stored byte is corrupt', async () => {
    const { pull, store, manifest, config } = await stageOf(algorithm);
    await pull.manifest(repository, manifest.digest);
    await pull.blob(repository, config.digest);
    for (const { digest, bytes } of [manifest, config]) store.corrupt(digest, bytes.with(9, 0x20));
    expect((await pull.manifest(repository, manifest.digest)).bytes).toEqual(manifest.bytes);
    expect(await readBody(await pull.blob(repository, config.digest))).toEqual(config.bytes);
    for (const { digest, bytes } of [manifest, config]) expect(await readContent(store, digest)).toEqual(bytes);
  });

  test('is not confused with the content of its sha256', async () => {
    const { pull, registry, manifest } = await stageOf(algorithm);
    await pull.manifest(repository, manifest.digest);
    const other = await digestBytes('sha256', manifest.bytes);
    registry.failWith(offline);
    await expect(pull.manifest(repository, other)).rejects.toMatchObject({ reason: 'offline' });
  });

  test('has its referrers listed and stored', async () => {
    const { pull, registry, manifest, layer } = await stageOf(algorithm);
    await pull.manifest(repository, manifest.digest);
    registry.descriptors = [{ mediaType: mediaTypes.ociManifest, digest: layer.digest, size: 7n, artifactType: 'a/b' }];
    const listed = await pull.referrers(repository, manifest.digest);
    registry.failWith(offline);
    expect(new TextDecoder().decode(listed.bytes)).toContain(layer.digest);
    expect(await pull.referrers(repository, manifest.digest)).toMatchObject({
      bytes: listed.bytes,
      cache: { detail: 'stale-list' },
    });
  });

  test('has that digest by its tag too if the registry states it, the first time and the second', async () => {
    const { pull, registry, store, manifest } = await stageOf(algorithm);
    registry.algorithm = algorithm;
    registry.put(repository, 'latest', manifest.bytes);
    for (let time = 0; time < 2; time++) {
      expect(await pull.manifest(repository, 'latest')).toMatchObject({ digest: manifest.digest });
    }
    registry.failWith(offline);
    expect(await pull.manifest(repository, 'latest')).toMatchObject({
      digest: manifest.digest,
      cache: { detail: 'stale-tag' },
    });
    await expect(store.info(await digestBytes('sha256', manifest.bytes))).rejects.toMatchObject({ code: 'not_found' });
  });

  test('reports by that digest a tag that does not point to a manifest', async () => {
    const { pull, registry } = await stageOf(algorithm);
    const text = new TextEncoder().encode('{"schemaVersion":2,"layers":7}');
    registry.algorithm = algorithm;
    registry.put(repository, 'latest', text);
    await expect(pull.manifest(repository, 'latest')).rejects.toMatchObject({
      reason: 'invalid_manifest',
      detail: { digest: await digestBytes(algorithm, text) },
    });
  });
});

describe.each(rare)('a signed schema1 manifest by the %s of its payload', (algorithm) => {
  test('is verified by it, stored, and returned again with its signatures and no registry', async () => {
    const { pull, registry, store, warnings } = createPullThroughStage();
    const { bytes, manifest } = await signedSchema1Fixture();
    const digest = await digestBytes(algorithm, digestedBytes(manifest));
    registry.put(repository, digest, bytes);
    expect(await pull.manifest(repository, digest)).toMatchObject({ digest, bytes, cache: { stored: true } });
    registry.failWith(offline);
    const facts = { digest, bytes, mediaType: mediaTypes.dockerSchema1Signed, cache: { hit: true } };
    expect(await pull.manifest(repository, digest)).toMatchObject(facts);
    expect(await readContent(store, digest)).toEqual(digestedBytes(manifest));
    expect(warnings).toEqual([]);
  });

  test('of another payload is refused', async () => {
    const { pull, registry, store } = createPullThroughStage();
    const { bytes, manifest } = await signedSchema1Fixture();
    const digest = await digestBytes(algorithm, digestedBytes(manifest));
    const changed = new TextDecoder().decode(bytes).replace('"tag": "t"', '"tag": "u"');
    registry.put(repository, digest, new TextEncoder().encode(changed));
    await expect(pull.manifest(repository, digest)).rejects.toMatchObject({ reason: 'digest_mismatch' });
    await expect(store.info(digest)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('is returned as it was sent, although an earlier release labelled a document of another payload', async () => {
    const { pull, registry, store } = createPullThroughStage();
    const { bytes, manifest } = await signedSchema1Fixture();
    const digest = await digestBytes(algorithm, digestedBytes(manifest));
    registry.put(repository, digest, bytes);
    await pull.manifest(repository, digest);
    const other = new TextEncoder().encode(new TextDecoder().decode(bytes).replace('"tag": "t"', '"tag": "u"'));
    const named = await digestBytes('sha256', other);
    await storeContent(store, { bytes: other, digest: named });
    const label = 'ociscope/schema1.signed';
    await store.update({ digest, labels: { [label]: named } }, `labels.${label}`);
    expect((await pull.manifest(repository, digest)).bytes).toEqual(bytes);
    expect((await store.info(digest)).labels[label]).toBeUndefined();
  });
});

function readBody({ body }: { readonly body: Uint8Array | ReadableStream<Uint8Array> }): Promise<Uint8Array> {
  return new Response(body as BodyInit).arrayBuffer().then((buffer) => new Uint8Array(buffer));
}

/** Without a diff, which would take minutes to print. */
function isEqual(left: Uint8Array | undefined, right: Uint8Array): boolean {
  return left !== undefined && Buffer.compare(left, right) === 0;
}
