import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import { digestBytes } from '../oci/index.ts';
import {
  createPullThroughStage,
  createRegistryStage,
  type PullThroughStage,
  readContent,
  startFixtureRegistry,
} from '../testing/index.ts';
import type { PulledBlob } from './pulled.ts';
import { createPullThrough } from './pullThrough.ts';

const large = Uint8Array.from({ length: 5 * 2 ** 20 + 77 }, (_, index) => (index * 7 + (index >> 9)) % 251);
const digest = await digestBytes('sha256', large);
const [slow, good] = ['slow.example', 'good.example'].map((host) => ({ host, name: 'library/a' })) as [
  { host: string; name: string },
  { host: string; name: string },
];
const never = Number.POSITIVE_INFINITY;

let stage: PullThroughStage;
beforeEach(() => {
  stage = createPullThroughStage();
  for (const repository of [slow, good]) stage.registry.put(repository, digest, large);
});

async function read({ body }: PulledBlob): Promise<string> {
  return digestBytes('sha256', new Uint8Array(await new Response(body as BodyInit).arrayBuffer()));
}

/** Reads the beginning from the slow host, whose bodies then stall. */
async function stall(signal?: AbortSignal) {
  stage.registry.holdBodies(2 ** 17);
  const { body } = await stage.pull.blob(slow, digest, { signal });
  if (body instanceof Uint8Array) throw new Error('the blob was not streamed');
  const reader = body.getReader();
  const first = await reader.read();
  stage.registry.holdBodies(never);
  return { reader, firstBytes: first.value?.length ?? 0 };
}

async function expectStored(): Promise<void> {
  expect(await digestBytes('sha256', await readContent(stage.store, digest))).toBe(digest);
  expect(await stage.store.listStatuses()).toEqual([]);
}

describe('a registry that stalls a blob', () => {
  test('delays no reader of another registry; its own reader gets the rest from the store', async () => {
    const { reader, firstBytes } = await stall();
    expect(await read(await stage.pull.blob(good, digest))).toBe(digest);
    let bytes = firstBytes;
    for (let next = await reader.read(); !next.done; next = await reader.read()) bytes += next.value.length;
    expect(bytes).toBe(large.length);
    await expectStored();
  });

  test('delays no download of the blob from another registry, and its own is not waited for', async () => {
    stage.registry.holdBodies(2 ** 17);
    const asked = stage.registry.nextCall();
    const own = stage.pull.storeBlob(slow, digest, { size: large.length });
    await asked;
    stage.registry.holdBodies(never);
    await stage.pull.storeBlob(good, digest, { size: large.length });
    await own;
    await expectStored();
  });

  test('delays no one after its own request was aborted', async () => {
    const stop = new AbortController();
    await stall(stop.signal);
    stop.abort();
    expect(await read(await stage.pull.blob(good, digest))).toBe(digest);
    expect((await stage.store.info(digest)).size).toBe(large.length);
  });

  test('leaves the readers of another registry one download', async () => {
    await stall();
    stage.registry.sentBytes = 0;
    const pulled = await Promise.all([1, 2, 3].map(() => stage.pull.blob(good, digest)));
    expect(await Promise.all(pulled.map(read))).toEqual([digest, digest, digest]);
    expect(stage.registry.sentBytes).toBeLessThan(large.length + 2 ** 17);
  });

  test('leaves small blobs of another registry to be stored', async () => {
    const small = large.subarray(0, 1000);
    const of = await digestBytes('sha256', small);
    stage.registry.put(slow, of, large);
    stage.registry.put(good, of, small);
    stage.registry.holdBodies(2 ** 17);
    const { body } = await stage.pull.blob(slow, of);
    stage.registry.holdBodies(never);
    expect(await stage.pull.blob(good, of)).toMatchObject({ body: small, cache: { stored: true } });
    await (body as ReadableStream).cancel();
  });

  test('is resumed under its own ref if another download still holds the shared one', async () => {
    const { reader } = await stall();
    stage.registry.breakBodies(new AppError('unavailable', 'cut', { reason: 'unreachable' }), 2 ** 19);
    await expect(stage.pull.storeBlob(good, digest, { size: large.length })).rejects.toMatchObject({ message: 'cut' });
    const ref = `blob-${digest}@${good.host}/${good.name}`;
    const { offset } = await stage.store.status(ref);
    expect(offset).toBeGreaterThan(0);
    stage.registry.breakBodies(undefined);
    await reader.cancel();
    stage.registry.asked.length = 0;
    await stage.pull.storeBlob(good, digest, { size: large.length });
    expect(stage.registry.asked[0]).toMatch(`${offset}-`);
  });
});

test('a registry that sends other bytes fails only its own readers', async () => {
  stage.registry.put(slow, digest, large.toReversed());
  const both = await Promise.allSettled([slow, good].map(async (each) => read(await stage.pull.blob(each, digest))));
  expect(both).toMatchObject([{ status: 'rejected', reason: { reason: 'digest_mismatch' } }, { value: digest }]);
});

describe('a wrong size in a descriptor', () => {
  test('fails the caller who gave it, but no plain GET of the digest at the same time', async () => {
    const kept = stage.pull.storeBlob(good, digest, { size: 4_500_000 });
    const [wrong, plain] = await Promise.allSettled([
      kept,
      stage.pull.blob(good, digest).then(async (pulled) => read(pulled)),
    ]);
    expect(wrong).toMatchObject({ status: 'rejected', reason: { reason: 'digest_mismatch' } });
    expect(plain).toMatchObject({ status: 'fulfilled', value: digest });
    await expectStored();
  });

  test.each([
    ['less', 3_000_000],
    ['more', 50_000_000],
  ])('by %s, and recorded in an ingest, fails no later plain GET', async (_what, size) => {
    for (const ranges of ['exact', 'hidden', 'ignored'] as const) {
      const fresh = createPullThroughStage({ registry: stage.registry });
      stage.registry.ranges = ranges;
      const writer = await fresh.store.writer(`blob-${digest}`, { digest, size: BigInt(size) });
      await writer.write(large.subarray(0, 2 ** 20));
      await writer.close();
      const pulled = await fresh.pull.blob(good, digest);
      expect(pulled.lengthBytes ?? large.length).toBe(large.length);
      expect(await read(pulled)).toBe(digest);
      expect((await fresh.store.info(digest)).size).toBe(large.length);
    }
  });
});

describe('a blob with Content-Encoding: gzip', () => {
  test.each(['shown', 'hidden'])(
    'whose header is %s is read and stored, although Content-Length counts compressed bytes',
    async (header) => {
      const fixture = await startFixtureRegistry();
      try {
        const blobs = [new Uint8Array(100_000), new Uint8Array(5_000_000), large];
        for (const bytes of blobs) {
          const of = await digestBytes('sha256', bytes);
          const packed = gzipSync(bytes);
          fixture.putBlob('a', bytes);
          fixture.faults.set(of, {
            answer: (_request, response) =>
              response
                .writeHead(200, {
                  'content-encoding': 'gzip',
                  'content-length': packed.length,
                  'access-control-allow-origin': '*',
                })
                .end(packed),
          });
          const { registry } = createRegistryStage({
            fetch: async (input, init) => {
              const answer = await fetch(input, init);
              const shown = new Headers(answer.headers);
              if (header === 'hidden') shown.delete('content-encoding');
              return new Response(answer.body, { status: answer.status, headers: shown });
            },
          });
          const { store } = createPullThroughStage();
          const log = { warn: () => undefined };
          const pause = () => new Promise<never>(() => undefined);
          const pull = createPullThrough({ store, registry, log, now: () => new Date(0), pause });
          const pulled = await pull.blob({ host: fixture.host, name: 'a' }, of);
          expect(await read(pulled)).toBe(of);
          expect((await store.info(of)).size).toBe(bytes.length);
        }
      } finally {
        await fixture.close();
      }
    },
  );

  test('is requested completely instead of a range', async () => {
    const { blob } = stage.registry;
    stage.registry.blob = async (repository, of, options = {}) => {
      const remote = await blob.call(stage.registry, repository, of, options);
      return options.range ? { ...remote, isEncoded: true } : { ...remote, length: undefined, isEncoded: true };
    };
    await stage.pull.storeBlob(good, digest, { size: large.length });
    expect(stage.registry.asked.at(-1)).toBe('whole');
    await expectStored();
  });
});
