import { describe, expect, it } from 'vitest';
import { type ContentStore, createMemoryStore } from '../content/index.ts';
import { type Digest, digestBytes } from '../oci/index.ts';
import { RecordingLog, storeContent } from '../testing/index.ts';
import { Collector, type CollectorOptions, type Freed } from './collector.ts';
import type { GcRoots } from './gcRoots.ts';

const noRoots: GcRoots = { pinned: [], recent: [] };
const large = 2 ** 20 + 5;

/** Images of a name, each of 1,000 bytes, least recently used first. */
function createStage(options: Partial<CollectorOptions> = {}) {
  let now = 0;
  let collector: Collector | undefined;
  const store: ContentStore = createMemoryStore({
    clock: () => new Date(now++),
    onCommitted: (bytes) => collector?.grew(bytes),
  });
  const log = new RecordingLog();
  const evicted: Freed[] = [];
  const pauses: (() => void)[] = [];
  collector = new Collector({
    store,
    log,
    roots: async () => noRoots,
    limitBytes: async () => undefined,
    now: () => new Date(now + 60_000),
    pause: () => new Promise((resolve) => pauses.push(resolve)),
    onEvicted: (freed) => evicted.push(freed),
    ...options,
  });
  const put = async (name: string, children?: readonly Digest[], bytes = 1000): Promise<Digest> => {
    const content = new TextEncoder().encode(name.padEnd(bytes, '.'));
    const digest = await digestBytes('sha256', content);
    await storeContent(store, { bytes: content, digest });
    if (children) await store.link(digest, { children });
    return digest;
  };
  const held = async () => {
    const found: string[] = [];
    await store.walk(async ({ digest }) => {
      const reader = await store.readerAt({ digest });
      found.push(new TextDecoder().decode(await reader.readAt(0, 20)).replace(/\.+$/, ''));
      await reader.close();
    });
    return found.sort();
  };
  return { store, collector, put, held, log, evicted, pauses };
}

describe('eviction', () => {
  it('begins with content from a clock that was a year ahead, and ends with what is in use now', async () => {
    const { store, collector, put, held } = createStage();
    const [ahead, further, used] = [await put('ahead', []), await put('further', []), await put('used', [])];
    const yearMs = 365 * 86_400_000;
    await store.touch(
      new Map([
        [ahead, new Date(yearMs)],
        [further, new Date(2 * yearMs)],
        [used, new Date(1)],
      ]),
    );
    await collector.evict(1);
    expect(await held()).toEqual(['further', 'used']);
    await collector.evict(1);
    expect(await held()).toEqual(['used']);
  });

  it('begins with the least recently used content, and ends when enough is free', async () => {
    const { store, collector, put, held } = createStage();
    const first = await put('first', []);
    await put('second', [await put('layer of second')]);
    await put('third', []);
    await store.touch(new Map([[first, new Date(9999)]]));
    expect(await collector.evict(1)).toEqual({ count: 2, bytes: 2000 });
    expect(await held()).toEqual(['first', 'third']);
    expect(await collector.evict(2000)).toEqual({ count: 2, bytes: 2000 });
    expect(await collector.evict(1)).toEqual({ count: 0, bytes: 0 });
  });

  it('leaves content that other images use until they are evicted too', async () => {
    const { collector, put, held } = createStage();
    const shared = await put('shared');
    await put('first', [shared]);
    await put('second', [shared]);
    expect(await collector.evict(1)).toEqual({ count: 1, bytes: 1000 });
    expect(await held()).toEqual(['second', 'shared']);
    expect(await collector.evict(5000)).toEqual({ count: 2, bytes: 2000 });
  });

  it('evicts tagged and recent images after unprotected ones, and never pinned images or what they reach', async () => {
    const roots = { pinned: [] as { reference: string }[], recent: [] as { reference: string }[] };
    const { store, collector, put, held } = createStage({ roots: async () => roots });
    const shared = await put('shared');
    roots.pinned.push({ reference: `h/a@${await put('pinned', [shared])}` });
    roots.recent.push({ reference: `h/a@${await put('recent', [shared])}` });
    const tagged = await put('tagged', []);
    await store.update({ digest: tagged, labels: { 'ociscope/tag.h/a:1': 'now' } });
    await put('kept by nothing', [shared]);
    await put('loose');
    expect(await collector.evict(1)).toMatchObject({ count: 1 });
    expect(await held()).toEqual(['loose', 'pinned', 'recent', 'shared', 'tagged']);
    await collector.evict(1001);
    expect(await held()).toEqual(['pinned', 'shared', 'tagged']);
    expect(await collector.evict(1e9)).toEqual({ count: 1, bytes: 1000 });
    expect(await held()).toEqual(['pinned', 'shared']);
  });

  it('evicts a recent image before one that was just opened and is not yet reported by a page', async () => {
    const roots = { pinned: [], recent: [] as { reference: string }[] };
    const { collector, put, held } = createStage({ roots: async () => roots, now: () => new Date(10) });
    roots.recent.push({ reference: `h/a@${await put('recent', [])}` });
    await put('just opened', []);
    await collector.evict(1);
    expect(await held()).toEqual(['just opened']);
  });

  it('never evicts what is pinned while it selects content', async () => {
    const pinned: { reference: string }[] = [];
    const { store, collector, put, held } = createStage({ roots: async () => ({ pinned: [...pinned], recent: [] }) });
    const layer = await put('layer');
    const digest = await put('first', [layer]);
    await put('second', []);
    // As another worker does after this one has selected what to evict.
    const { walk } = store;
    store.walk = async (...asked) => {
      store.walk = walk.bind(store);
      await store.walk(...asked);
      pinned.push({ reference: `h/a@${digest}` });
      await store.changeRoots(() => 'pinned', [digest, layer]);
    };
    expect(await collector.evict(1e9)).toEqual({ count: 1, bytes: 1000 });
    expect(await held()).toEqual(['first', 'layer']);
  });

  it('limited to unprotected content leaves everything else, however much is requested, and reports no newer content', async () => {
    const roots = { pinned: [], recent: [] as { reference: string }[] };
    const { collector, put, held, evicted } = createStage({ roots: async () => roots });
    roots.recent.push({ reference: `h/a@${await put('recent', [])}` });
    await put('loose');
    expect(await collector.evict(1e9, { onlyUnprotected: true })).toEqual({ count: 1, bytes: 1000 });
    expect(await held()).toEqual(['recent']);
    expect(evicted).toEqual([]);
  });

  it('evicts nothing if the pins are unknown', async () => {
    const { collector, put, held } = createStage({ roots: async () => undefined });
    await put('first', []);
    expect(await collector.evict(1e9)).toEqual({ count: 0, bytes: 0 });
    expect(await held()).toEqual(['first']);
  });

  it('skips content that is being read', async () => {
    const { store, collector, put, held } = createStage();
    const read = await put('read', undefined, large);
    await put('other', undefined, 1000);
    const reader = await store.readerAt({ digest: read });
    expect(await collector.evict(1)).toEqual({ count: 1, bytes: 1000 });
    expect(await held()).toEqual(['read']);
    await reader.close();
    expect(await collector.evict(1)).toEqual({ count: 1, bytes: large });
  });
});

describe('deleting an image', () => {
  it('deletes content that only it uses, pinned or not', async () => {
    const roots = { pinned: [] as { reference: string }[], recent: [] };
    const { collector, put, held } = createStage({ roots: async () => roots });
    const shared = await put('shared');
    const image = await put('image', [shared, await put('own')]);
    roots.pinned.push({ reference: `h/a@${image}` });
    await put('other', [shared]);
    expect(await collector.delete([image])).toEqual({ count: 2, bytes: 2000 });
    expect(await held()).toEqual(['other', 'shared']);
  });

  it('leaves an image that another one contains, and deletes both together', async () => {
    const roots = { pinned: [] as { reference: string }[], recent: [] };
    const { collector, put, held } = createStage({ roots: async () => roots });
    const image = await put('image', [await put('layer')]);
    const index = await put('index', [image]);
    roots.pinned.push({ reference: `h/a@${image}` });
    expect(await collector.delete([image])).toEqual({ count: 0, bytes: 0 });
    expect(await held()).toEqual(['image', 'index', 'layer']);
    expect(await collector.delete([image, index])).toEqual({ count: 3, bytes: 3000 });
  });

  it('deletes nothing if it is not stored', async () => {
    const { collector } = createStage();
    expect(await collector.delete([await digestBytes('sha256', new Uint8Array(3))])).toEqual({ count: 0, bytes: 0 });
  });
});

describe('clearing', () => {
  it('deletes everything, including pinned images and downloads in progress', async () => {
    const { store, collector, put } = createStage({ roots: async () => undefined });
    await put('image', [await put('layer')]);
    const writer = await store.writer('ref');
    await writer.write(new Uint8Array(10));
    await writer.close();
    expect(await collector.clear()).toEqual({ count: 2, bytes: 2000 });
    expect(await store.listStatuses()).toEqual([]);
  });
});

describe('a limit', () => {
  const limited = (limitBytes: number) => createStage({ limitBytes: async () => limitBytes });

  it('is checked once, some time after content was stored, and evicts a tenth more than the excess', async () => {
    const { put, held, evicted, pauses } = limited(3000);
    for (const name of ['first', 'second', 'third', 'fourth']) await put(name, []);
    expect(pauses).toHaveLength(1);
    expect(await held()).toHaveLength(4);
    pauses.shift()?.();
    await expect.poll(() => evicted).toEqual([{ count: 2, bytes: 2000 }]);
    expect(await held()).toEqual(['fourth', 'third']);
    await put('fifth', []);
    expect(pauses).toHaveLength(1);
  });

  it('that is not exceeded evicts nothing', async () => {
    const { put, held, pauses, collector } = limited(4000);
    for (const name of ['first', 'second', 'third', 'fourth']) await put(name, []);
    pauses.shift()?.();
    expect(await collector.enforceLimit()).toEqual({ count: 0, bytes: 0 });
    expect(await held()).toHaveLength(4);
  });

  it('that nobody set evicts nothing', async () => {
    const { put, collector } = createStage();
    await put('first', []);
    expect(await collector.enforceLimit()).toEqual({ count: 0, bytes: 0 });
  });

  it('that cannot be read fails no save', async () => {
    const { put, log, pauses } = createStage({
      limitBytes: async () => {
        throw new Error('no estimate');
      },
    });
    await put('first', []);
    pauses.shift()?.();
    await expect.poll(() => log.warnings.length).toBe(1);
  });
});

describe('a browser whose storage is full before the limit', () => {
  it('evicts the least recently used content', async () => {
    const { put, collector, held, evicted } = createStage();
    await put('first', []);
    await collector.relieve();
    expect(evicted).toEqual([{ count: 1, bytes: 1000 }]);
    expect(await held()).toEqual([]);
  });
});
