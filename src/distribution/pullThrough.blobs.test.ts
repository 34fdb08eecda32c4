import { describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import { digestBytes } from '../oci/index.ts';
import { createPullThroughStage, readContent, stageTime, storeContent } from '../testing/index.ts';

const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);
const digest = await digestBytes('sha256', bytes);
const wrong = bytes.subarray(1);
const repository = { host: 'docker.io', name: 'library/a' };
const source = 'containerd.io/distribution.source.docker.io';
const offline = new AppError('unavailable', 'no network', { reason: 'offline' });

function readBody(body: Uint8Array | ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Response(body as BodyInit).arrayBuffer().then((buffer) => new Uint8Array(buffer));
}

describe('a small blob that is not stored', () => {
  test('is a miss: fetched completely, verified, and stored with its source', async () => {
    const { pull, registry, store } = createPullThroughStage();
    registry.put(repository, digest, bytes);
    expect(await pull.blob(repository, digest)).toEqual({
      digest,
      mediaType: 'application/octet-stream',
      body: bytes,
      lengthBytes: 1000,
      cache: { hit: false, stored: true },
      source: repository,
    });
    expect(await readContent(store, digest)).toEqual(bytes);
    expect((await store.info(digest)).labels).toEqual({ [source]: 'library/a' });
  });

  test('of other bytes is digest_mismatch; nothing is stored, and no ingest stays', async () => {
    const { pull, registry, store } = createPullThroughStage();
    registry.put(repository, digest, wrong);
    await expect(pull.blob(repository, digest)).rejects.toMatchObject({
      code: 'data_loss',
      reason: 'digest_mismatch',
      detail: { digest, actual: await digestBytes('sha256', wrong) },
    });
    await expect(store.info(digest)).rejects.toMatchObject({ code: 'not_found' });
    expect(store.log.count('writer')).toBe(0);
  });

  test.each(['writer', 'writer.write', 'writer.commit'] as const)(
    'is returned if %s fails, which is reported, and leaves no ingest',
    async (call) => {
      const { pull, registry, store, warnings } = createPullThroughStage();
      registry.put(repository, digest, bytes);
      store.fail(call, new AppError('resource_exhausted', 'full', { reason: 'quota' }));
      expect(await pull.blob(repository, digest)).toMatchObject({
        body: bytes,
        cache: { hit: false, stored: false, detail: 'quota' },
      });
      expect(warnings).toEqual([{ message: 'Error persisting blob', error: 'full' }]);
      expect(await store.listStatuses()).toEqual([]);
    },
  );

  test('that another tab stored meanwhile is stored, and not logged', async () => {
    const { pull, registry, store, warnings } = createPullThroughStage();
    registry.put(repository, digest, bytes);
    store.fail('writer', new AppError('already_exists', 'raced'));
    expect(await pull.blob(repository, digest)).toMatchObject({ cache: { hit: false, stored: true } });
    expect(warnings).toEqual([]);
  });

  test('is the error of the registry if that refuses', async () => {
    const { pull, registry } = createPullThroughStage();
    registry.failWith(offline);
    await expect(pull.blob(repository, digest)).rejects.toBe(offline);
  });

  test('that the registry has only as a manifest is requested there, verified and stored', async () => {
    const { pull, registry, store } = createPullThroughStage();
    registry.put(repository, digest, bytes);
    registry.hasBlobs = false;
    expect(await pull.blob(repository, digest)).toMatchObject({ body: bytes, cache: { hit: false, stored: true } });
    expect(registry.log.names).toEqual(['registry.blob', 'registry.manifest']);
    expect(await readContent(store, digest)).toEqual(bytes);
    registry.put(repository, await digestBytes('sha256', wrong), bytes);
    await expect(pull.blob(repository, await digestBytes('sha256', wrong))).rejects.toMatchObject({
      reason: 'digest_mismatch',
    });
  });

  test('that is not a manifest is refused as one from the store, and still returned as a blob', async () => {
    const { pull, registry } = createPullThroughStage();
    registry.put(repository, digest, bytes);
    await pull.blob(repository, digest);
    registry.failWith(offline);
    await expect(pull.manifest(repository, digest)).rejects.toMatchObject({ reason: 'invalid_manifest' });
    expect(await pull.blob(repository, digest)).toMatchObject({ body: bytes, cache: { hit: true } });
  });

  test('that is neither blob nor manifest is not_found, as the registry reported for the blob', async () => {
    const { pull, registry } = createPullThroughStage();
    await expect(pull.blob(repository, digest)).rejects.toMatchObject({ code: 'not_found' });
    expect(registry.log.names).toEqual(['registry.blob', 'registry.manifest']);
  });

  test('is not_found without a repository', async () => {
    const { pull } = createPullThroughStage();
    await expect(pull.blob(undefined, digest)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a stored blob', () => {
  test('is a hit, without a request to the registry', async () => {
    const { pull, registry, store } = createPullThroughStage();
    await storeContent(store, { digest, bytes }, { [source]: 'library/a' });
    expect(await pull.blob(repository, digest)).toEqual({
      digest,
      mediaType: 'application/octet-stream',
      body: bytes,
      lengthBytes: 1000,
      cache: { hit: true, stored: true },
      source: repository,
      storedAt: stageTime,
    });
    expect(registry.log.names).toEqual([]);
  });

  test('is returned by digest only, with its first source', async () => {
    const { pull, store } = createPullThroughStage();
    await storeContent(store, { digest, bytes }, { [source]: 'x/y,z' });
    expect(await pull.blob(undefined, digest)).toMatchObject({
      body: bytes,
      source: { host: 'docker.io', name: 'x/y' },
    });
  });

  test('that is corrupt is fetched again and stored', async () => {
    const { pull, registry, store, warnings } = createPullThroughStage();
    await storeContent(store, { digest, bytes });
    store.corrupt(digest, wrong);
    registry.put(repository, digest, bytes);
    expect(await pull.blob(repository, digest)).toMatchObject({ body: bytes, cache: { hit: false, stored: true } });
    expect(warnings.map(({ message }) => message)).toEqual(['Corrupt content is replaced from the remote']);
    expect(await pull.blob(repository, digest)).toMatchObject({ body: bytes, cache: { hit: true } });
  });

  test('that is corrupt is reported as corrupt if the registry does not answer, and stays', async () => {
    const { pull, registry, store } = createPullThroughStage();
    await storeContent(store, { digest, bytes });
    store.corrupt(digest, wrong);
    registry.failWith(offline);
    await expect(pull.blob(repository, digest)).rejects.toMatchObject({
      code: 'data_loss',
      reason: 'corrupt',
      cause: offline,
    });
    expect(store.log.count('delete')).toBe(0);
  });
});

describe('a range', () => {
  test.each([
    ['from the start', { start: 0, end: 9 }, 0, 9],
    ['in the middle', { start: 10, end: 19 }, 10, 19],
    ['to the end', { start: 990 }, 990, 999],
    ['past the end', { start: 990, end: 5000 }, 990, 999],
  ])('of a stored blob, %s, returns those bytes and the total size', async (_where, range, start, end) => {
    const { pull, registry, store } = createPullThroughStage();
    await storeContent(store, { digest, bytes });
    const pulled = await pull.blob(repository, digest, { range });
    expect(pulled).toMatchObject({
      cache: { hit: true, stored: true },
      lengthBytes: end - start + 1,
      range: { start, end, total: 1000 },
    });
    expect(await readBody(pulled.body)).toEqual(bytes.slice(start, end + 1));
    expect(registry.log.names).toEqual([]);
  });

  test('that starts after the end of a stored blob is refused with status 416', async () => {
    const { pull, registry, store } = createPullThroughStage();
    await storeContent(store, { digest, bytes });
    await expect(pull.blob(repository, digest, { range: { start: 1000 } })).rejects.toMatchObject({
      code: 'invalid_argument',
      detail: { status: 416 },
    });
    expect(registry.log.names).toEqual([]);
  });

  test('of a blob that is not stored is streamed, and reported as not verified or stored', async () => {
    const { pull, registry, store } = createPullThroughStage();
    registry.put(repository, digest, bytes);
    const pulled = await pull.blob(repository, digest, { range: { start: 10, end: 19 } });
    expect(pulled).toMatchObject({
      cache: { hit: false, stored: false, detail: 'range-not-verified' },
      lengthBytes: 10,
      range: { start: 10, end: 19, total: 1000 },
    });
    expect(await readBody(pulled.body)).toEqual(bytes.slice(10, 20));
    await expect(store.info(digest)).rejects.toMatchObject({ code: 'not_found' });
  });
});
