import { expect, it } from 'vitest';
import { localStorageOf, type PageStorage } from '../../client/index.ts';
import { isPinned, pins, togglePin } from './pins.ts';
import { parseSavedImages, putFirst, recents, type SavedImage, without, writeSavedImages } from './savedImages.ts';

const digest = `sha256:${'a'.repeat(64)}`;

it('lists opened images once, newest first', () => {
  const storage = memoryStorage();
  let entries: readonly SavedImage[] = [];
  for (const [reference, atMs] of [
    ['a', 1],
    ['b', 2],
    ['a', 3],
  ] as const)
    entries = putFirst(entries, { reference, atMs });
  expect(writeSavedImages(pageStorage(storage), recents, entries)).toBe(true);
  expect(parseSavedImages(storage.getItem(recents.key) ?? undefined, recents)).toEqual([
    { reference: 'a', atMs: 3 },
    { reference: 'b', atMs: 2 },
  ]);
  expect(without(entries, 'a')).toEqual([{ reference: 'b', atMs: 2 }]);
});

it('stores the icon, title and digest of an image, and reads entries without them', () => {
  const full = { reference: 'a', atMs: 1, icon: 'index' as const, title: 'Index of 3 platforms', digest };
  const bare = { reference: 'b', atMs: 2 };
  expect(parseSavedImages(JSON.stringify([full, bare]), recents)).toEqual([full, bare]);
});

it('stores platforms and sizes, and drops those that are invalid', () => {
  const parse = (facts: object) =>
    parseSavedImages(JSON.stringify([{ reference: 'a', atMs: 1, ...facts }]), recents)[0];
  const facts = { platforms: ['linux/amd64', 'linux/arm/v7'], layerBytes: 29_000_000, sizedPlatform: 'linux/amd64' };
  expect(parse(facts)).toEqual({ reference: 'a', atMs: 1, ...facts });
  for (const wrong of [
    { platforms: [] },
    { platforms: 'linux/amd64' },
    { platforms: ['linux/amd64', 7] },
    { platforms: ['linux/amd64', '<b>'] },
    { platforms: ['x'.repeat(61)] },
    { platforms: Array.from({ length: 41 }, () => 'linux/amd64') },
    { layerBytes: -1 },
    { layerBytes: 1.5 },
    { layerBytes: '29' },
    { sizedPlatform: 'linux/amd64' },
  ])
    expect(parse(wrong)).toEqual({ reference: 'a', atMs: 1 });
  expect(parse({ layerBytes: 5, sizedPlatform: 'a b' })).toEqual({ reference: 'a', atMs: 1, layerBytes: 5 });
});

it('drops invalid fields and invalid entries', () => {
  const wrong = { reference: 'a', atMs: 1, icon: 'constructor', title: ['x'], digest: 'sha256:zz', more: true };
  expect(parseSavedImages(JSON.stringify([wrong]), recents)).toEqual([{ reference: 'a', atMs: 1 }]);
  const long = { reference: 'a', atMs: 1, title: 'x'.repeat(5000) };
  expect(parseSavedImages(JSON.stringify([long]), recents)[0]?.title).toHaveLength(120);
  const none = [
    1,
    null,
    { reference: 2, atMs: 1 },
    { reference: 'a'.repeat(5000), atMs: 1 },
    { reference: 'a', atMs: null },
  ];
  expect(parseSavedImages(JSON.stringify(none), recents)).toEqual([]);
});

it('is empty if storage has something else', () => {
  for (const text of [undefined, '', '{"not":"a list"}', 'torn', '"text"'])
    expect(parseSavedImages(text, recents)).toEqual([]);
});

it('reports that nothing was stored if storage is denied or full', () => {
  const denied = {
    get localStorage(): Storage {
      throw new DOMException('denied', 'SecurityError');
    },
  };
  expect(writeSavedImages(localStorageOf(denied as Window), recents, [])).toBe(false);
  expect(localStorageOf(denied as Window).read(recents.key)).toBeUndefined();
  const full = Object.assign(memoryStorage(), {
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  });
  expect(writeSavedImages(pageStorage(full), recents, [{ reference: 'a', atMs: 1 }])).toBe(false);
});

it('stores and reads up to 40 recent images', () => {
  const storage = memoryStorage();
  const many = Array.from({ length: 100 }, (_, atMs) => ({ reference: `r${atMs}`, atMs }));
  writeSavedImages(pageStorage(storage), recents, many);
  expect(JSON.parse(storage.getItem(recents.key) ?? '')).toHaveLength(40);
  expect(parseSavedImages(JSON.stringify(many), recents)).toHaveLength(40);
});

it('pins up to 200 images, and unpins any of them', () => {
  const many = Array.from({ length: pins.maxImages }, (_, atMs) => ({ reference: `r${atMs}`, atMs }));
  expect(togglePin(many, { reference: 'one more', atMs: 1 })).toBeUndefined();
  const fewer = togglePin(many, { reference: 'r7', atMs: 1 });
  expect(fewer).toHaveLength(pins.maxImages - 1);
  expect(isPinned(fewer ?? [], 'r7')).toBe(false);
  expect(togglePin(fewer ?? [], { reference: 'one more', atMs: 1 })?.[0]?.reference).toBe('one more');
});

function memoryStorage(): Storage {
  const items = new Map<string, string>();
  return {
    length: items.size,
    clear: () => items.clear(),
    key: () => null,
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => void items.delete(key),
    setItem: (key, value) => void items.set(key, value),
  };
}

function pageStorage(localStorage: Storage): PageStorage {
  return localStorageOf({ localStorage } as Window);
}
