import { describe, expect, it } from 'vitest';
import { localStorageOf, sessionStorageOf } from './pageStorage.ts';

/** Browsers with cookies blocked, with full storage, and without storage. */
const browsers: readonly (readonly [string, object])[] = [
  ['denies storage', withStorage(() => refuse('SecurityError'))],
  ['has full storage', withStorage(() => ({ getItem: () => null, setItem: () => refuse('QuotaExceededError') }))],
  ['has no storage', withStorage(() => null)],
];

describe.each(browsers)('a browser that %s', (_, window) => {
  it.each([
    ['localStorage', localStorageOf],
    ['sessionStorage', sessionStorageOf],
  ])('reads nothing from %s and reports that nothing was written', (_name, open) => {
    const storage = open(window as Window);
    expect(storage.read('ociscope:settings:theme')).toBeUndefined();
    expect(storage.write('ociscope:settings:theme', 'dark')).toBe(false);
  });
});

it('reads the text that was written', () => {
  const texts = new Map<string, string>();
  const storage = {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
  };
  const opened = localStorageOf(withStorage(() => storage) as Window);
  expect(opened.write('key', '')).toBe(true);
  expect([opened.read('key'), opened.read('other')]).toEqual(['', undefined]);
});

it('reads a setting of an older release until it is written, then removes it', () => {
  const texts = new Map([['ociscope:theme', 'dark']]);
  const storage = {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
    removeItem: (key: string) => void texts.delete(key),
  };
  const opened = localStorageOf(withStorage(() => storage) as Window);
  expect(opened.read('ociscope:settings:theme')).toBe('dark');
  opened.write('ociscope:settings:theme', 'light');
  expect([...texts]).toEqual([['ociscope:settings:theme', 'light']]);
});

it('throws errors that are not refusals of the browser', () => {
  const broken = withStorage(() => {
    throw new RangeError('a mistake');
  });
  expect(() => localStorageOf(broken as Window).read('key')).toThrow('a mistake');
});

function withStorage(get: () => object | null): object {
  return Object.defineProperties({}, { localStorage: { get }, sessionStorage: { get } });
}

function refuse(name: string): never {
  throw new DOMException('refused', name);
}
