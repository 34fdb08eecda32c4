import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import { type Digest, digestBytes, mediaTypes } from '../oci/index.ts';
import { createPullThroughStage, FakeRegistry, type PullThroughStage } from '../testing/index.ts';

// What a registry can infer of what is stored: docs/decisions/what-a-registry-learns.md

const first = { host: 'first.example', name: 'app' };
const second = { host: 'second.example', name: 'app' };
const encode = (text: string) => new TextEncoder().encode(text);
const config = encode('{"architecture":"amd64","os":"linux"}');
const configDigest = await digestBytes('sha256', config);
const layer = new Uint8Array(5 * 1024 * 1024).fill(3);
const layerDigest = await digestBytes('sha256', layer);
const manifest = encode(
  JSON.stringify({
    schemaVersion: 2,
    config: { mediaType: mediaTypes.ociConfig, digest: configDigest, size: config.length },
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: layerDigest, size: layer.length }],
  }),
);
const digest = await digestBytes('sha256', manifest);

let registry: FakeRegistry;
let stage: PullThroughStage;

beforeEach(() => {
  registry = new FakeRegistry();
  stage = createPullThroughStage({ registry });
  for (const repository of [first, second]) {
    registry.put(repository, 'latest', manifest);
    registry.put(repository, digest, manifest);
    registry.put(repository, configDigest, config);
    registry.put(repository, layerDigest, layer);
  }
});

/** What a page requests when it opens an image; what of it is not answered by a registry is a hit. */
async function open(reference: string): Promise<readonly boolean[]> {
  const pulled = await stage.pull.manifest(second, reference);
  const blob = await stage.pull.blob(second, configDigest);
  await stage.pull.referrers(second, pulled.digest);
  return [pulled.cache.hit, blob.cache.hit];
}

/** What a registry sees of that, by what is stored before. */
async function seen(reference: string, before: () => Promise<unknown>): Promise<readonly unknown[]> {
  await before();
  registry.log.clear();
  expect(await open(reference)).toEqual([false, false]);
  return registry.log.calls.map(({ name, args }) => [name, ...args]);
}

describe('an image that is opened', () => {
  test.each([digest, 'latest'])(
    'by %s is requested the same way, whatever another registry sent',
    async (reference) => {
      const nothing = await seen(reference, async () => undefined);
      for (const before of [
        () => stage.pull.manifest(first, digest),
        () => stage.pull.blob(first, configDigest),
        async () => {
          await stage.pull.manifest(first, digest);
          await stage.pull.blob(first, configDigest);
          await stage.pull.referrers(first, digest);
        },
      ]) {
        stage = createPullThroughStage({ registry });
        expect(await seen(reference, before)).toEqual(nothing);
      }
    },
  );

  test('is requested once: what this registry sent is a hit from then on', async () => {
    await stage.pull.manifest(first, digest);
    await stage.pull.blob(first, configDigest);
    await open(digest);
    registry.log.clear();
    expect(await open(digest)).toEqual([true, true]);
    expect(registry.log.names).toEqual(['registry.referrers']);
  });

  test.each([
    ['does not answer', () => registry.failWith(new AppError('unavailable', 'no network', { reason: 'offline' }))],
    ['lacks it', () => undefined],
    ['sends other bytes', () => registry.put(lacking, configDigest, encode('{}'))],
    ['sends more', () => registry.put(lacking, configDigest, new Uint8Array(1000))],
  ])('has its config where the registry %s, as another one sent it', async (_what, prepare) => {
    await stage.pull.blob(first, configDigest);
    prepare();
    const facts = { body: config, source: first, cache: { hit: true } };
    expect(await stage.pull.blob(lacking, configDigest)).toMatchObject(facts);
  });

  test('ends with its caller', async () => {
    await stage.pull.blob(first, configDigest);
    registry.hold();
    const stop = new AbortController();
    const waiting = stage.pull.blob(second, configDigest, { signal: stop.signal });
    stop.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
  });
});

describe('what can be inferred', () => {
  test('is that a layer is stored, by a registry whose manifest lists it: it is not requested', async () => {
    await stage.pull.storeBlob(first, layerDigest, { size: layer.length });
    await stage.pull.manifest(second, digest);
    registry.log.clear();
    expect(await stage.pull.blob(second, layerDigest)).toMatchObject({ cache: { hit: true }, source: second });
    expect(await stage.pull.blob(second, configDigest, { range: { start: 0 } })).toMatchObject({
      cache: { hit: false },
    });
    expect(registry.log.calls.map(({ args }) => args[1])).toEqual([configDigest]);
  });

  test('is what of an image is stored, by a registry that it is downloaded from: only the rest is requested', async () => {
    await stage.pull.blob(first, configDigest);
    registry.log.clear();
    const options = { layers: true, referrers: false };
    await stage.library.downloadImage(
      { repository: second, digest, options },
      { signal: new AbortController().signal },
    );
    const requested: ReadonlySet<unknown> = new Set(registry.log.calls.map(({ args }) => args[1]));
    expect(requested).toEqual(new Set<Digest>([digest, layerDigest]));
  });

  test('is that a digest is stored, by whoever is a source of it: opened without a repository it is not requested', async () => {
    await stage.pull.manifest(first, digest);
    registry.log.clear();
    await stage.pull.manifest(undefined, digest);
    expect(registry.log.names).toEqual([]);
  });
});

const lacking = { host: 'lacking.example', name: 'app' };
