import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import { type Digest, digestBytes, mediaTypes } from '../oci/index.ts';
import { createPullThroughStage, FakeRegistry, type PullThroughStage } from '../testing/index.ts';

// What a registry can infer about stored content: docs/decisions/what-a-registry-learns.md

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

/** Opens an image as a page does. Parts that need no answer from a registry are hits. */
async function open(reference: string): Promise<readonly boolean[]> {
  const pulled = await stage.pull.manifest(second, reference);
  const blob = await stage.pull.blob(second, configDigest);
  await stage.pull.referrers(second, pulled.digest);
  return [pulled.cache.hit, blob.cache.hit];
}

/** Returns what a registry sees of it, depending on what was stored before. */
async function seen(reference: string, before: () => Promise<unknown>): Promise<readonly unknown[]> {
  await before();
  registry.log.clear();
  expect(await open(reference)).toEqual([false, false]);
  return registry.log.calls.map(({ name, args }) => [name, ...args]);
}

describe('opening an image', () => {
  test.each([digest, 'latest'])(
    'by %s sends the same requests, whatever another registry sent before',
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

  test('sends them once: what this registry sent is a hit from then on', async () => {
    await stage.pull.manifest(first, digest);
    await stage.pull.blob(first, configDigest);
    await open(digest);
    registry.log.clear();
    expect(await open(digest)).toEqual([true, true]);
    expect(registry.log.names).toEqual(['registry.referrers']);
  });

  test.each([
    ['does not answer', () => registry.failWith(new AppError('unavailable', 'no network', { reason: 'offline' }))],
    ['does not have it', () => undefined],
    ['sends other bytes', () => registry.put(lacking, configDigest, encode('{}'))],
    ['sends more bytes', () => registry.put(lacking, configDigest, new Uint8Array(1000))],
  ])('uses a config that another registry sent if the registry %s', async (_what, prepare) => {
    await stage.pull.blob(first, configDigest);
    prepare();
    const facts = { body: config, source: first, cache: { hit: true } };
    expect(await stage.pull.blob(lacking, configDigest)).toMatchObject(facts);
  });

  test('ends when its caller aborts', async () => {
    await stage.pull.blob(first, configDigest);
    registry.hold();
    const stop = new AbortController();
    const waiting = stage.pull.blob(second, configDigest, { signal: stop.signal });
    stop.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
  });
});

describe('a registry can infer', () => {
  test('that a layer is stored, if its manifest lists it: it is not requested', async () => {
    await stage.pull.storeBlob(first, layerDigest, { size: layer.length });
    await stage.pull.manifest(second, digest);
    registry.log.clear();
    expect(await stage.pull.blob(second, layerDigest)).toMatchObject({ cache: { hit: true }, source: second });
    expect(await stage.pull.blob(second, configDigest, { range: { start: 0 } })).toMatchObject({
      cache: { hit: false },
    });
    expect(registry.log.calls.map(({ args }) => args[1])).toEqual([configDigest]);
  });

  test('which parts of an image are stored, if the image is downloaded from it: only the rest is requested', async () => {
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

  test('that a digest is stored, if it is a source of it: opened without a repository it is not requested', async () => {
    await stage.pull.manifest(first, digest);
    registry.log.clear();
    await stage.pull.manifest(undefined, digest);
    expect(registry.log.names).toEqual([]);
  });
});

const lacking = { host: 'lacking.example', name: 'app' };
