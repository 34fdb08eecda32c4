import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import { digestBytes, maxManifestBytes } from '../oci/index.ts';
import {
  createPullThroughStage,
  type PullThroughStage,
  QueueLocks,
  readContent,
  storeContent,
} from '../testing/index.ts';
import type { PulledBlob } from './pulled.ts';

const bytes = Uint8Array.from({ length: 5_000 }, (_, index) => index % 251);
const digest = await digestBytes('sha256', bytes);
const repository = { host: 'docker.io', name: 'library/a' };

/** A cancelled caller waits only for a memory store, which answers in the same turn. */
const endOfTurn = () => new Promise((resolve) => setTimeout(resolve, 0));

function readBody({ body }: PulledBlob): Promise<Uint8Array> {
  return new Response(body as BodyInit).arrayBuffer().then((buffer) => new Uint8Array(buffer));
}

function readerOf({ body }: PulledBlob): ReadableStreamDefaultReader<Uint8Array> {
  if (body instanceof Uint8Array) throw new Error('the blob was not streamed');
  return body.getReader();
}

describe('a large blob whose size the registry does not state', () => {
  let stage: PullThroughStage;

  beforeEach(() => {
    stage = createPullThroughStage({ heldBytes: 1000 });
    stage.registry.statesLength = false;
    stage.registry.put(repository, digest, bytes);
  });

  /** The bytes read so far can be resumed, and the ref is unlocked. */
  async function expectLeft(): Promise<void> {
    await endOfTurn();
    await expect(stage.store.info(digest)).rejects.toMatchObject({ code: 'not_found' });
    const writer = await stage.store.writer(`blob-${digest}`, { digest });
    const { offset } = await writer.status();
    expect(offset).toBeGreaterThan(0);
    expect(await writer.readAt(0, offset)).toEqual(bytes.slice(0, offset));
    await writer.close();
  }

  async function expectNothingKept(): Promise<void> {
    await expect(stage.store.info(digest)).rejects.toMatchObject({ code: 'not_found' });
    expect(await stage.store.listStatuses()).toEqual([]);
    const writer = await stage.store.writer(`blob-${digest}`);
    await writer.close();
  }

  test('is streamed as it arrives, and stored at its end', async () => {
    const pulled = await stage.pull.blob(repository, digest);
    expect(pulled).toMatchObject({
      lengthBytes: undefined,
      cache: { hit: false, stored: false, detail: 'streamed' },
      source: repository,
    });
    expect(await readBody(pulled)).toEqual(bytes);
    expect(await readContent(stage.store, digest)).toEqual(bytes);
    expect((await stage.store.info(digest)).labels).toEqual({
      'containerd.io/distribution.source.docker.io': 'library/a',
    });
    expect(await stage.pull.blob(repository, digest)).toMatchObject({ body: bytes, cache: { hit: true } });
  });

  test('of other bytes ends in digest_mismatch before its last chunk, and nothing is stored', async () => {
    const wrong = bytes.slice(1);
    stage.registry.put(repository, digest, wrong);
    const reader = readerOf(await stage.pull.blob(repository, digest));
    let given = 0;
    const readAll = async () => {
      for (let next = await reader.read(); !next.done; next = await reader.read()) given += next.value.length;
    };
    await expect(readAll()).rejects.toMatchObject({ code: 'data_loss', reason: 'digest_mismatch' });
    expect(given).toBeLessThan(wrong.length);
    await expectNothingKept();
  });

  test('of no bytes, which do not match the digest, is digest_mismatch too', async () => {
    stage.registry.put(repository, digest, new Uint8Array());
    await expect(stage.pull.blob(repository, digest)).rejects.toMatchObject({ reason: 'digest_mismatch' });
    await expectNothingKept();
  });

  test('that is not read to its end leaves what was read', async () => {
    stage.registry.holdBodies(3000);
    const reader = readerOf(await stage.pull.blob(repository, digest));
    await reader.read();
    await reader.cancel('enough');
    await expectLeft();
  });

  test('that is aborted while it is read ends with the reason, and leaves what was read', async () => {
    stage.registry.holdBodies(3000);
    const leaving = new AbortController();
    const reader = readerOf(await stage.pull.blob(repository, digest, { signal: leaving.signal }));
    await reader.read();
    leaving.abort(new Error('gone'));
    await expect(reader.read()).rejects.toThrow('gone');
    await expectLeft();
  });

  test('that is aborted before it is read leaves nothing', async () => {
    const leaving = new AbortController();
    const release = stage.registry.hold();
    const asked = stage.registry.nextCall();
    const pulled = stage.pull.blob(repository, digest, { signal: leaving.signal });
    await asked;
    leaving.abort(new Error('gone'));
    await expect(pulled).rejects.toThrow('gone');
    release();
    await endOfTurn();
    await expectNothingKept();
  });

  test('that breaks off ends with the error of the registry, and is resumed by the next caller', async () => {
    const broken = new AppError('unavailable', 'cut', { reason: 'unreachable' });
    stage.registry.breakBodies(broken, 3000);
    await expect(readBody(await stage.pull.blob(repository, digest))).rejects.toBe(broken);
    await expectLeft();
    stage.registry.breakBodies(undefined);
    expect(await readBody(await stage.pull.blob(repository, digest))).toEqual(bytes);
    expect(stage.registry.asked).toEqual(['whole', '3072-1051647']);
    expect(await readContent(stage.store, digest)).toEqual(bytes);
  });

  test.each(['writer', 'writer.write', 'writer.commit'] as const)(
    'is returned completely if %s fails, which is logged once',
    async (call) => {
      stage.store.fail(call, new AppError('resource_exhausted', 'full', { reason: 'quota' }));
      expect(await readBody(await stage.pull.blob(repository, digest))).toEqual(bytes);
      expect(stage.warnings).toEqual([{ message: 'Error persisting blob', error: 'full' }]);
      stage.store.mend();
      await expectNothingKept();
    },
  );

  test('has a separate stream for each concurrent caller', async () => {
    const pulled = await Promise.all([stage.pull.blob(repository, digest), stage.pull.blob(repository, digest)]);
    expect(await Promise.all(pulled.map(readBody))).toEqual([bytes, bytes]);
    expect(await readContent(stage.store, digest)).toEqual(bytes);
  });
});

describe('a small blob whose size the registry does not state', () => {
  const small = new TextEncoder().encode('<!doctype html><title>Sign in</title>');

  test('is verified before the first byte is returned, and stored', async () => {
    const { pull, registry, store } = createPullThroughStage();
    registry.statesLength = false;
    registry.put(repository, digest, bytes);
    expect(await pull.blob(repository, digest)).toMatchObject({
      body: bytes,
      lengthBytes: bytes.length,
      cache: { stored: true },
    });
    expect(await readContent(store, digest)).toEqual(bytes);
  });

  test('of other bytes is refused at once, and reported as a web page if it is one', async () => {
    for (const statesLength of [true, false]) {
      const { pull, registry, store } = createPullThroughStage();
      registry.statesLength = statesLength;
      registry.put(repository, digest, small);
      const refused = pull.blob(repository, digest);
      await expect(refused).rejects.toMatchObject({ reason: 'digest_mismatch', detail: { found: 'webpage' } });
      registry.put(repository, digest, bytes.slice(1));
      const other: unknown = await pull.blob(repository, digest).catch((error: unknown) => error);
      expect(other).toMatchObject({ reason: 'digest_mismatch' });
      expect(other).not.toMatchObject({ detail: { found: 'webpage' } });
      await expect(store.info(digest)).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  test('is returned if it is a web page that matches the digest', async () => {
    const of = await digestBytes('sha256', small);
    const { pull, registry } = createPullThroughStage();
    registry.put(repository, of, small);
    expect(await pull.blob(repository, of)).toMatchObject({ body: small, cache: { stored: true } });
  });
});

describe('a blob that is too large for memory', () => {
  const large = new Uint8Array(maxManifestBytes + 1).fill(7);

  test('is streamed, stored, and streamed from the store', async () => {
    const of = await digestBytes('sha256', large);
    const { pull, registry } = createPullThroughStage();
    registry.put(repository, of, large);
    const first = await pull.blob(repository, of);
    expect(first).toMatchObject({ lengthBytes: large.length, cache: { hit: false, detail: 'streamed' } });
    expect((await readBody(first)).length).toBe(large.length);
    const second = await pull.blob(repository, of);
    expect(second).toMatchObject({ lengthBytes: large.length, cache: { hit: true, stored: true } });
    expect(await digestBytes('sha256', await readBody(second))).toBe(of);
    // The first answer only states its size.
    expect(registry.asked).toEqual(['whole', '0-1048575', '1048576-4194304']);
    expect(registry.sentBytes).toBe(large.length);
  });

  test('that another tab stores meanwhile has a separate stream for each waiting caller', async () => {
    const of = await digestBytes('sha256', large);
    const locks = new QueueLocks();
    const { pull, store, registry } = createPullThroughStage({ locks });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const otherTab = locks.request(`ociscope:pull:blob docker.io/library/a@${of}`, {}, () => held);
    const both = [pull.blob(repository, of), pull.blob(repository, of)];
    await endOfTurn();
    await storeContent(store, { digest: of, bytes: large });
    release();
    await otherTab;
    const bodies = await Promise.all((await Promise.all(both)).map(readBody));
    expect(bodies.map(({ length }) => length)).toEqual([large.length, large.length]);
    expect(registry.log.names).toEqual([]);
  });

  test('closes each reader of the store, even if one fails', async () => {
    const of = await digestBytes('sha256', large);
    const { pull, store } = createPullThroughStage();
    await storeContent(store, { digest: of, bytes: large });
    store.fail('reader.readAt', new Error('disk'));
    await expect(readBody(await pull.blob(undefined, of))).rejects.toThrow('disk');
    expect(store.log.count('reader.close')).toBe(store.log.count('readerAt'));
  });
});
