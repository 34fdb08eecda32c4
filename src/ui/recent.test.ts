import { expect, it } from 'vitest';
import { addRecent, clearRecent, readRecent } from './recent.ts';

it('lists what was opened, newest first, each once', () => {
  const storage = memoryStorage();
  addRecent(storage, { reference: 'a', atMs: 1 });
  addRecent(storage, { reference: 'b', atMs: 2 });
  addRecent(storage, { reference: 'a', atMs: 3 });
  expect(readRecent(storage)).toEqual([
    { reference: 'a', atMs: 3 },
    { reference: 'b', atMs: 2 },
  ]);
  clearRecent(storage);
  expect(readRecent(storage)).toEqual([]);
});

it('keeps a dozen', () => {
  const storage = memoryStorage();
  for (let atMs = 0; atMs < 30; atMs++) addRecent(storage, { reference: `r${atMs}`, atMs });
  expect(readRecent(storage)).toHaveLength(12);
});

it('is empty where storage is denied, full, or holds something else', () => {
  expect(readRecent(undefined)).toEqual([]);
  const storage = memoryStorage('{"not":"a list"}');
  expect(readRecent(storage)).toEqual([]);
  expect(readRecent(memoryStorage('[1, {"reference":2}]'))).toEqual([]);
  expect(readRecent(memoryStorage('torn'))).toEqual([]);
  const full = Object.assign(memoryStorage(), {
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  });
  expect(() => addRecent(full, { reference: 'a', atMs: 1 })).not.toThrow();
});

function memoryStorage(initial?: string): Storage {
  const items = new Map(initial === undefined ? [] : [['ociscope:recent', initial]]);
  return {
    length: items.size,
    clear: () => items.clear(),
    key: () => null,
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => void items.delete(key),
    setItem: (key, value) => void items.set(key, value),
  };
}
