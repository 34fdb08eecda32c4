import { describe, expect, it } from 'vitest';
import type { ImageLists } from '../../api/index.ts';
import { mergeOlder, mirrorLists } from './olderLists.ts';

const pinsKey = 'ociscope:pins';
const entryOf = (reference: string) => ({ reference, atMs: 1 });
const [a, b, c] = [entryOf('a'), entryOf('b'), entryOf('c')];
const image = { reference: 'i', atMs: 1, digest: `sha256:${'a'.repeat(64)}`, state: 'unfinished' };
const lists = (pinned: readonly object[], revision = 1): ImageLists => ({
  revision,
  pinned: pinned.map((entry) => ({ ...entry })),
  offline: [],
});

describe('lists of older releases in localStorage', () => {
  it('are all merged into an empty database', () => {
    const { window, write } = stage();
    write(pinsKey, [a, b]);
    write('ociscope:kept', [image]);
    expect(mergeOlder(window, lists([], 0))).toEqual({ pinned: [a, b], offline: [image] });
  });

  it('are copies of the saved lists that older pages can read', () => {
    const { window, read } = stage();
    mirrorLists(window, lists([a, b]));
    expect(read(pinsKey).slice(0, 2)).toEqual([a, b]);
    expect(mergeOlder(window, lists([a, b]))).toBeUndefined();
    // A copy may be behind the database after the browser was killed; it changes nothing.
    expect(mergeOlder(window, lists([c]))).toBeUndefined();
  });

  it('fill a database that was lost', () => {
    const { window } = stage();
    mirrorLists(window, lists([a, b], 7));
    expect(mergeOlder(window, lists([], 0))).toEqual({ pinned: [a, b] });
  });

  it.each<[string, readonly object[], readonly object[], readonly object[] | undefined]>([
    ['adds one', [c, a, b], [a, b], [c, a, b]],
    ['adds one while this page adds another', [c, a], [b, a], [c, b, a]],
    ['removes one', [b], [a, b], [b]],
    ['removes one that this page removed too', [b], [b], undefined],
    ['changes one', [{ ...a, atMs: 2 }, b], [a, b], [{ ...a, atMs: 2 }, b]],
    ['changes nothing', [a, b], [a, b, c], undefined],
  ])('yield the change of an older page that %s', (what, theirs, mine, merged) => {
    const { window, write } = stage();
    mirrorLists(window, lists(what.includes('while') ? [a] : [a, b]));
    write(pinsKey, theirs);
    expect(mergeOlder(window, lists(mine))?.pinned).toEqual(merged);
  });

  it('are ignored if they are not lists', () => {
    const { window, write } = stage();
    mirrorLists(window, lists([a]));
    write(pinsKey, { not: 'a list' });
    expect(mergeOlder(window, lists([a]))).toBeUndefined();
  });

  it('are optional: a browser may deny or lack localStorage', () => {
    const denied = Object.defineProperty({}, 'localStorage', {
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    }) as Window;
    mirrorLists(denied, lists([a]));
    expect(mergeOlder(denied, lists([a]))).toBeUndefined();
    mirrorLists({} as Window, lists([a]));
  });
});

function stage() {
  const texts = new Map<string, string>();
  const localStorage = {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
  };
  return {
    window: { localStorage } as unknown as Window,
    write: (key: string, value: unknown) => void texts.set(key, JSON.stringify(value)),
    read: (key: string) => JSON.parse(texts.get(key) ?? '[]'),
  };
}
