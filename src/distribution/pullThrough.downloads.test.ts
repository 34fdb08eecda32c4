import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import { type Digest, digestBytes, type Progress } from '../oci/index.ts';
import {
  createPullThroughStage,
  FakeRegistry,
  type PullThroughStage,
  readContent,
  stageTime,
  storeContent,
} from '../testing/index.ts';
import type { PulledBlob } from './pulled.ts';

const large = Uint8Array.from({ length: 5 * 2 ** 20 + 77 }, (_, index) => (index * 7 + (index >> 9)) % 251);
const digest = await digestBytes('sha256', large);
const repository = { host: 'docker.io', name: 'library/a' };
const other = { host: 'docker.io', name: 'library/b' };
const source = 'containerd.io/distribution.source.docker.io';
const ref = `blob-${digest}`;
const cut = new AppError('unavailable', 'cut', { reason: 'unreachable' });
const full = new AppError('resource_exhausted', 'full', { reason: 'quota' });

const endOfTurn = () => new Promise((resolve) => setTimeout(resolve, 0));

let stage: PullThroughStage;
beforeEach(() => {
  stage = createPullThroughStage();
  stage.registry.put(repository, digest, large);
});

function readBody({ body }: PulledBlob): Promise<Uint8Array> {
  return new Response(body as BodyInit).arrayBuffer().then((buffer) => new Uint8Array(buffer));
}

function readerOf({ body }: PulledBlob): ReadableStreamDefaultReader<Uint8Array> {
  if (body instanceof Uint8Array) throw new Error('the blob was not streamed');
  return body.getReader();
}

async function expectRead(pulled: Promise<PulledBlob>): Promise<void> {
  expect(await digestBytes('sha256', await readBody(await pulled))).toBe(digest);
}

async function expectStored(): Promise<void> {
  expect(await digestBytes('sha256', await readContent(stage.store, digest))).toBe(digest);
  expect(await stage.store.listStatuses()).toEqual([]);
}

/** Leaves an ingest as an interrupted download does. */
async function leave(bytes: Uint8Array, of: Digest = digest): Promise<void> {
  const writer = await stage.store.writer(`blob-${of}`, { digest: of, size: BigInt(large.length) });
  await writer.write(bytes);
  await writer.close();
}

async function offsetLeft(): Promise<number> {
  return (await stage.store.status(ref)).offset;
}

describe('an interrupted download', () => {
  test('is resumed where it ended, without a request for the complete blob', async () => {
    await leave(large.subarray(0, 3_000_000));
    await expectRead(stage.pull.blob(repository, digest));
    expect(stage.registry.asked).toEqual(['3000000-4048575', '4048576-5242956']);
    expect(stage.registry.sentBytes).toBe(large.length - 3_000_000);
    await expectStored();
  });

  test('reports the size of the blob, and fails at once if the registry refuses', async () => {
    await leave(large.subarray(0, 3_000_000));
    stage.registry.failWith(cut);
    await expect(stage.pull.blob(repository, digest)).rejects.toBe(cut);
    await expect(stage.pull.storeBlob(repository, digest, { size: large.length })).rejects.toBe(cut);
    expect(await offsetLeft()).toBe(3_000_000);
    stage.registry.failWith(undefined);
    expect(await stage.pull.blob(repository, digest)).toMatchObject({ lengthBytes: large.length });
  });

  test('of all bytes needs no request', async () => {
    await leave(large);
    stage.registry.failWith(cut);
    await expectRead(stage.pull.blob(repository, digest));
    expect(stage.registry.asked).toEqual([]);
    await expectStored();
  });

  test('loses no stored bytes when the connection is cut again and again', async () => {
    await leave(large.subarray(0, 300_000));
    for (const afterBytes of [70_000, 1_000_000, 500_000]) {
      stage.registry.breakBodies(cut, afterBytes);
      const before = await offsetLeft();
      await expect(stage.pull.storeBlob(repository, digest, { size: large.length })).rejects.toBe(cut);
      expect(await offsetLeft()).toBeGreaterThan(before);
    }
    stage.registry.breakBodies(undefined);
    await stage.pull.storeBlob(repository, digest, { size: large.length });
    expect(stage.registry.sentBytes).toBe(large.length - 300_000);
    await expectStored();
  });

  test('of other bytes is restarted without an error to the downloader', async () => {
    await leave(large.subarray(1, 2_000_001));
    const seen: Progress[] = [];
    await stage.pull.storeBlob(repository, digest, {
      size: large.length,
      onProgress: (progress) => seen.push(progress),
    });
    expect(seen[0]).toEqual({ done: 2_000_000, total: large.length });
    expect(seen.map(({ done }) => done)).toContain(0);
    expect(seen.at(-1)).toEqual({ done: large.length, total: large.length });
    await expectStored();
  });

  test('of other bytes is an error to a reader who received some; the next reader gets the correct bytes', async () => {
    await leave(large.subarray(1, 2_000_001));
    await expect(readBody(await stage.pull.blob(repository, digest))).rejects.toMatchObject({
      code: 'data_loss',
      reason: 'digest_mismatch',
    });
    await expectRead(stage.pull.blob(repository, digest));
    await expectStored();
  });

  test('of more bytes than the blob has is restarted', async () => {
    const writer = await stage.store.writer(ref, { digest });
    await writer.write(large);
    await writer.write(new Uint8Array(10));
    await writer.close();
    await stage.pull.storeBlob(repository, digest, {});
    await expectStored();
  });

  test('whose bytes are lost is restarted', async () => {
    await leave(large.subarray(0, 2_000_000));
    stage.store.fail('writer', new AppError('data_loss', 'lost', { reason: 'corrupt' }));
    await expectRead(stage.pull.blob(repository, digest));
    stage.store.mend();
    await expect(stage.store.status(ref)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a registry', () => {
  test.each(['hidden', 'ignored'] as const)('whose ranges are %s can still be read, and resumed', async (ranges) => {
    stage.registry.ranges = ranges;
    await leave(large.subarray(0, 3_000_000));
    await expectRead(stage.pull.blob(repository, digest));
    await expectStored();
  });

  test('that hides the size of a range ends with a short one, or with none', async () => {
    stage.registry.ranges = 'hidden';
    for (const size of [5 * 2 ** 20, 5 * 2 ** 20 + 1]) {
      const bytes = large.subarray(0, size);
      const of = await digestBytes('sha256', bytes);
      stage.registry.put(repository, of, bytes);
      const writer = await stage.store.writer(`blob-${of}`, { digest: of });
      await writer.write(bytes.subarray(0, 2 ** 20));
      await writer.close();
      const fresh = createPullThroughStage({ store: stage.store, registry: stage.registry });
      await fresh.pull.storeBlob(repository, of, {});
      expect((await stage.store.info(of)).size).toBe(size);
    }
  });

  test.each([
    ['shifted', 'failed_precondition', 'unsupported'],
    ['long', 'data_loss', 'digest_mismatch'],
    ['empty', 'unavailable', 'unreachable'],
  ] as const)('whose ranges are %s is refused, and none of it is stored', async (ranges, code, reason) => {
    await leave(large.subarray(0, 3_000_000));
    stage.registry.ranges = ranges;
    await expect(stage.pull.storeBlob(repository, digest, { size: large.length })).rejects.toMatchObject({
      code,
      reason,
    });
    const { offset } = await stage.store.status(ref);
    const writer = await stage.store.writer(ref);
    const kept = await writer.readAt(0, offset);
    expect(kept.every((byte, index) => byte === large[index])).toBe(true);
    await writer.close();
  });

  test('whose ranges are short is requested for the rest', async () => {
    stage.registry.ranges = 'short';
    await expect(stage.pull.storeBlob(repository, digest, { size: large.length })).rejects.toMatchObject({
      reason: 'unreachable',
    });
    expect(await offsetLeft()).toBeGreaterThan(large.length - 1001);
    stage.registry.ranges = 'exact';
    await stage.pull.storeBlob(repository, digest, { size: large.length });
    await expectStored();
  });

  test('that has more bytes than the descriptor states is refused before they are read', async () => {
    await expect(stage.pull.storeBlob(repository, digest, { size: 4_500_000 })).rejects.toMatchObject({
      reason: 'digest_mismatch',
    });
    expect(stage.registry.sentBytes).toBe(0);
    stage.registry.ranges = 'ignored';
    stage.registry.statesLength = false;
    await expect(stage.pull.storeBlob(repository, digest, { size: 4_500_000 })).rejects.toMatchObject({
      reason: 'digest_mismatch',
    });
    expect(stage.registry.sentBytes).toBeLessThan(4_600_000);
  });

  test('that sends other bytes is an error, and none of them are stored', async () => {
    const wrong = large.slice();
    wrong[4_000_000] = 255;
    stage.registry.put(repository, digest, wrong);
    const reader = readerOf(await stage.pull.blob(repository, digest));
    let given = 0;
    const readAll = async () => {
      for (let next = await reader.read(); !next.done; next = await reader.read()) given += next.value.length;
    };
    await expect(readAll()).rejects.toMatchObject({ code: 'data_loss', reason: 'digest_mismatch' });
    expect(given).toBeLessThan(large.length);
    await expect(stage.pull.storeBlob(repository, digest, { size: large.length })).rejects.toMatchObject({
      code: 'data_loss',
      reason: 'digest_mismatch',
    });
    expect(await stage.store.listStatuses()).toEqual([]);
  });

  test('that is slow to answer is requested for larger ranges', async () => {
    const { asked } = stage.registry;
    let now = 0;
    const slow = createPullThroughStage({ registry: stage.registry, now: () => new Date(now) });
    const askBlob = stage.registry.blob.bind(stage.registry);
    stage.registry.blob = async (...given) => {
      const remote = await askBlob(...given);
      now += 100;
      const tick = new TransformStream<Uint8Array, Uint8Array>({
        flush: () => {
          now += 400;
        },
      });
      return { ...remote, body: remote.body.pipeThrough(tick) };
    };
    await slow.pull.storeBlob(repository, digest, { size: large.length });
    expect(asked.slice(0, 2)).toEqual(['0-1048575', `1048576-${1048576 + 2 * 1048576 - 1}`]);
  });
});

describe('a store', () => {
  test.each(['writer', 'writer.write', 'writer.commit', 'writer.readAt'] as const)(
    'whose %s fails leaves each reader to finish on its own',
    async (call) => {
      await leave(large.subarray(0, 2_000_000));
      stage.store.fail(call, full);
      const both = [stage.pull.blob(repository, digest), stage.pull.blob(repository, digest)];
      for (const pulled of both) await expectRead(pulled);
      const warned = stage.warnings.filter(({ message }) => message === 'Error persisting blob');
      expect(warned.length).toBeLessThanOrEqual(call === 'writer' ? 2 : 1);
      if (call === 'writer.readAt') return;
      stage.store.mend();
      expect(await stage.store.listStatuses()).toEqual([]);
    },
  );

  test.each(['writer', 'writer.write', 'writer.commit'] as const)(
    'whose %s finds no space is an error to the downloader, and the ingest is deleted',
    async (call) => {
      await leave(large.subarray(0, 2_000_000));
      stage.store.fail(call, full);
      await expect(stage.pull.storeBlob(repository, digest, { size: large.length })).rejects.toBe(full);
      stage.store.mend();
      expect(await stage.store.listStatuses()).toEqual([]);
    },
  );

  test('that has no space for a small blob is an error to the downloader', async () => {
    const small = large.subarray(0, 100);
    const of = await digestBytes('sha256', small);
    stage.registry.put(repository, of, small);
    stage.store.fail('writer.commit', full);
    await expect(stage.pull.storeBlob(repository, of, { size: 100 })).rejects.toMatchObject({ reason: 'quota' });
    stage.store.mend();
    await stage.pull.storeBlob(repository, of, { size: 100 });
    expect((await stage.store.info(of)).size).toBe(100);
  });
});

describe('two callers of the same blob', () => {
  test('share one download: a reader, a downloader, and a late reader', async () => {
    const first = readerOf(await stage.pull.blob(repository, digest));
    await first.read();
    const kept = stage.pull.storeBlob(repository, digest, { size: large.length });
    const late = stage.pull.blob(repository, digest);
    await expectRead(late);
    await kept;
    expect(stage.registry.sentBytes).toBe(large.length);
    for (let next = await first.read(); !next.done; ) next = await first.read();
    await expectStored();
  });

  test('continue when one leaves; what the last one leaves is stored', async () => {
    const leaving = new AbortController();
    const reader = readerOf(await stage.pull.blob(repository, digest));
    const kept = stage.pull.storeBlob(repository, digest, { size: large.length, signal: leaving.signal });
    await reader.read();
    leaving.abort(new Error('left'));
    await expect(kept).rejects.toThrow('left');
    expect(stage.registry.log.names).not.toContain('registry.blob aborted');
    await reader.cancel();
    await endOfTurn();
    await endOfTurn();
    expect(await offsetLeft()).toBeGreaterThan(0);
    await expectRead(stage.pull.blob(repository, digest));
    expect(stage.registry.sentBytes).toBeLessThan(large.length + 2 ** 17);
    await expectStored();
  });

  test('in two tabs: the reader continues alone, the downloader waits for the other and sends no request', async () => {
    const held = await stage.store.writer(ref, { digest });
    await held.write(large);
    await expectRead(stage.pull.blob(repository, digest));
    stage.registry.asked.length = 0;
    const kept = stage.pull.storeBlob(repository, digest, { size: large.length });
    await endOfTurn();
    await expectRead(stage.pull.blob(repository, digest));
    await held.commit(large.length, digest);
    await kept;
    // By the reader only.
    expect(stage.registry.asked).toEqual(['whole']);
  });

  test('from two repositories: one may have what the other refuses', async () => {
    const shared = new FakeRegistry();
    shared.put(other, digest, large);
    const both = createPullThroughStage({ registry: shared, store: stage.store });
    await leave(large.subarray(0, 1_000_000));
    const refused = both.pull.storeBlob(repository, digest, { size: large.length });
    const given = both.pull.storeBlob(other, digest, { size: large.length });
    await expect(refused).rejects.toMatchObject({ code: 'not_found' });
    await given;
    await expectStored();
    expect((await stage.store.info(digest)).labels).toEqual({ [source]: 'library/b' });
  });

  test('one of which removes the ingest: the other is notified, and a reader continues alone', async () => {
    const reading = stage.pull.blob(repository, digest);
    const reader = readerOf(await reading);
    await reader.read();
    const kept = stage.pull.storeBlob(repository, digest, { size: large.length });
    kept.catch(() => undefined);
    await stage.store.abort(ref);
    await expect(kept).rejects.toMatchObject({ code: 'aborted' });
    let bytes = 0;
    for (let next = await reader.read(); !next.done; next = await reader.read()) bytes += next.value.length;
    expect(bytes).toBeGreaterThan(0);
  });
});

describe('stored content', () => {
  test('is read through one reader, which is closed at the end and when the caller leaves', async () => {
    await storeContent(stage.store, { digest, bytes: large });
    await expectRead(stage.pull.blob(repository, digest));
    const counts = () => [stage.store.log.count('readerAt'), stage.store.log.count('reader.close')];
    expect(counts()).toEqual([1, 1]);
    const reader = readerOf(await stage.pull.blob(repository, digest));
    await reader.read();
    await reader.cancel();
    expect(counts()).toEqual([2, 2]);
  });

  test('that loses bytes in the middle of a read is fetched again, and keeps its labels', async () => {
    await storeContent(stage.store, { digest, bytes: large }, { [source]: 'library/z', pinned: 'yes' });
    const lost = new AppError('data_loss', 'lost', { reason: 'corrupt' });
    stage.store.fail('reader.readAt', lost, (offset) => offset === 2 ** 20 && stage.store.log.count('delete') === 0);
    await expectRead(stage.pull.blob(repository, digest));
    expect((await stage.store.info(digest)).labels).toEqual({ [source]: 'library/a,library/z', pinned: 'yes' });
    await expectStored();
  });

  test('that loses bytes stays, and is an error, if the registry does not answer', async () => {
    await storeContent(stage.store, { digest, bytes: large });
    stage.store.fail('reader.readAt', new AppError('data_loss', 'lost', { reason: 'corrupt' }));
    stage.registry.failWith(cut);
    await expect(readBody(await stage.pull.blob(repository, digest))).rejects.toBe(cut);
    expect(stage.store.log.count('delete')).toBe(0);
  });

  test('that is small and corrupt keeps its labels, and stays if the registry has other bytes', async () => {
    const small = large.subarray(0, 1000);
    const of = await digestBytes('sha256', small);
    await storeContent(stage.store, { digest: of, bytes: small }, { [source]: 'library/z', pinned: 'yes' });
    stage.store.corrupt(of, small.subarray(1));
    stage.registry.put(repository, of, small.subarray(2));
    await expect(stage.pull.blob(repository, of)).rejects.toMatchObject({ reason: 'digest_mismatch' });
    expect(stage.store.log.count('delete')).toBe(0);
    stage.registry.put(repository, of, small);
    expect(await stage.pull.blob(repository, of)).toMatchObject({ body: small });
    expect((await stage.store.info(of)).labels).toEqual({ [source]: 'library/a,library/z', pinned: 'yes' });
  });

  test('gets the label of another repository only if a manifest of that one refers to it', async () => {
    await storeContent(stage.store, { digest, bytes: large }, { [source]: 'library/z' });
    expect(await stage.pull.blob(repository, digest)).toMatchObject({
      source: { name: 'library/z' },
      storedAt: stageTime,
    });
    expect((await stage.store.info(digest)).labels).toEqual({ [source]: 'library/z' });
    const manifest = new TextEncoder().encode('{}');
    const of = await digestBytes('sha256', manifest);
    await storeContent(stage.store, { digest: of, bytes: manifest }, { [source]: 'library/a' });
    await stage.store.link(of, { children: [digest] });
    expect(await stage.pull.blob(repository, digest)).toMatchObject({ source: repository });
    expect((await stage.store.info(digest)).labels).toEqual({ [source]: 'library/a,library/z' });
    await stage.pull.storeBlob(other, digest, {});
    expect((await stage.store.info(digest)).labels).toEqual({ [source]: 'library/a,library/z' });
    expect(stage.registry.asked).toEqual([]);
  });
});

test.each([true, false])(
  'a large blob that is requested only if small is refused, and none of it is stored',
  async (says) => {
    stage.registry.statesLength = says;
    await expect(stage.pull.blob(repository, digest, { isBuffered: true })).rejects.toMatchObject({
      code: 'resource_exhausted',
      reason: 'too_large',
    });
    expect(stage.registry.asked).toEqual(['whole']);
    expect(stage.registry.sentBytes).toBeLessThan(2 ** 22 + 2 ** 17);
    expect(stage.store.log.count('writer')).toBe(0);
  },
);

test('a blob of unknown size is stored, small or large', async () => {
  stage.registry.statesLength = false;
  const small = large.subarray(0, 100);
  const of = await digestBytes('sha256', small);
  stage.registry.put(repository, of, small);
  await stage.pull.storeBlob(repository, of, {});
  await stage.pull.storeBlob(repository, digest, {});
  await stage.pull.storeBlob(repository, digest, { size: large.length });
  expect(stage.registry.asked).toEqual(['whole', 'whole']);
  await expectStored();
});
