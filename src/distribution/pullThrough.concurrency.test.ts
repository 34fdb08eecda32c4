import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../content/index.ts';
import {
  createPullThroughStage,
  FakeRegistry,
  imageFixture,
  type PullThroughStage,
  QueueLocks,
} from '../testing/index.ts';

const { digest, bytes } = await imageFixture();
const repository = { host: 'docker.io', name: 'library/a' };

interface Case {
  /** Requests it, and resolves with the bytes. */
  readonly ask: (stage: PullThroughStage, signal?: AbortSignal) => Promise<unknown>;
  readonly call: string;
}

/** A cancelled caller waits only for a memory store, which answers in the same turn. */
const endOfTurn = () => new Promise((resolve) => setTimeout(resolve, 0));

const cases: readonly (readonly [string, Case])[] = [
  [
    'manifest',
    {
      ask: async ({ pull }, signal) => (await pull.manifest(repository, digest, signal)).bytes,
      call: 'registry.manifest',
    },
  ],
  [
    'blob',
    {
      ask: async ({ pull }, signal) => (await pull.blob(repository, digest, { signal: signal })).body,
      call: 'registry.blob',
    },
  ],
];

describe('gets of one tag', () => {
  const ask = async ({ pull }: PullThroughStage) => (await pull.manifest(repository, 'latest')).bytes;

  test('at the same time send one request', async () => {
    const stage = createPullThroughStage();
    stage.registry.put(repository, 'latest', bytes);
    expect(await Promise.all([ask(stage), ask(stage)])).toEqual([bytes, bytes]);
    expect(stage.registry.log.names).toEqual(['registry.manifest']);
  });

  test('in two tabs are one fetch: the second tab requests the digest of the tag, and finds it stored', async () => {
    const shared = { store: createMemoryStore(), registry: new FakeRegistry(), locks: new QueueLocks() };
    const tabs = [createPullThroughStage(shared), createPullThroughStage(shared)];
    shared.registry.put(repository, 'latest', bytes);
    expect(await Promise.all(tabs.map(ask))).toEqual([bytes, bytes]);
    expect(shared.registry.log.names).toEqual(['registry.manifest', 'registry.resolve']);
  });

  test('one after the other send two requests', async () => {
    const stage = createPullThroughStage();
    stage.registry.put(repository, 'latest', bytes);
    for (let time = 0; time < 2; time++) await ask(stage);
    expect(stage.registry.log.names).toEqual(['registry.manifest', 'registry.resolve']);
  });
});

describe.each(cases)('gets of one %s', (_what, { ask, call }) => {
  test('at the same time are one fetch', async () => {
    const stage = createPullThroughStage();
    stage.registry.put(repository, digest, bytes);
    const release = stage.registry.hold();
    const asked = stage.registry.nextCall();
    const both = [ask(stage), ask(stage)];
    await asked;
    expect(stage.registry.log.names).toEqual([call]);
    release();
    expect(await Promise.all(both)).toEqual([bytes, bytes]);
    expect(stage.registry.log.names).toEqual([call]);
  });

  test('in two tabs are one fetch: the second tab finds what the first one stored', async () => {
    const shared = { store: createMemoryStore(), registry: new FakeRegistry(), locks: new QueueLocks() };
    const tabs = [createPullThroughStage(shared), createPullThroughStage(shared)];
    shared.registry.put(repository, digest, bytes);
    const release = shared.registry.hold();
    const asked = shared.registry.nextCall();
    const both = tabs.map((tab) => ask(tab));
    await asked;
    expect(shared.locks.requested).toHaveLength(2);
    release();
    expect(await Promise.all(both)).toEqual([bytes, bytes]);
    expect(shared.registry.log.names).toEqual([call]);
  });

  test('continue when one caller aborts', async () => {
    const stage = createPullThroughStage();
    stage.registry.put(repository, digest, bytes);
    const release = stage.registry.hold();
    const asked = stage.registry.nextCall();
    const leaving = new AbortController();
    const first = ask(stage, leaving.signal);
    const second = ask(stage);
    await asked;
    leaving.abort('gone');
    await expect(first).rejects.toBe('gone');
    release();
    expect(await second).toEqual(bytes);
    expect(stage.registry.log.names).toEqual([call]);
  });

  test('stop when all callers abort: nothing is stored, no ref is locked', async () => {
    const stage = createPullThroughStage();
    stage.registry.put(repository, digest, bytes);
    const release = stage.registry.hold();
    const asked = stage.registry.nextCall();
    const leaving = new AbortController();
    const both = [ask(stage, leaving.signal), ask(stage, leaving.signal)];
    await asked;
    leaving.abort('gone');
    for (const caller of both) await expect(caller).rejects.toBe('gone');
    expect(stage.registry.log.names).toEqual([call, `${call} aborted`]);
    release();
    await endOfTurn();
    await expect(stage.store.info(digest)).rejects.toMatchObject({ code: 'not_found' });
    expect(await stage.store.listStatuses()).toEqual([]);
    expect(await ask(stage)).toEqual(bytes);
    await expect(stage.store.info(digest)).resolves.toMatchObject({ digest });
  });
});

test('a manifest and a blob of one digest, requested at the same time, each return what was requested', async () => {
  const stage = createPullThroughStage();
  stage.registry.put(repository, digest, bytes);
  const [manifest, blob] = await Promise.all([
    stage.pull.manifest(repository, digest),
    stage.pull.blob(repository, digest),
  ]);
  expect(manifest.bytes).toEqual(bytes);
  expect(blob.body).toEqual(bytes);
});
