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

describe('lists in localStorage', () => {
  it('are all taken over by a database that has none yet', () => {
    const { window, write } = stage();
    write(pinsKey, [a, b]);
    write('ociscope:kept', [image]);
    expect(mergeOlder(window, lists([], 0))).toEqual({ pinned: [a, b], offline: [image] });
  });

  it('are copies of the saved lists that an older page can read', () => {
    const { window, read } = stage();
    mirrorLists(window, lists([a, b]));
    expect(read(pinsKey).slice(0, 2)).toEqual([a, b]);
    expect(mergeOlder(window, lists([a, b]))).toBeUndefined();
    // A copy that is behind the database, as after the browser was killed, says nothing.
    expect(mergeOlder(window, lists([c]))).toBeUndefined();
  });

  it('fill a database that was lost', () => {
    const { window } = stage();
    mirrorLists(window, lists([a, b], 7));
    expect(mergeOlder(window, lists([], 0))).toEqual({ pinned: [a, b] });
  });

  it.each<[string, readonly object[], readonly object[], readonly object[] | undefined]>([
    ['adds one', [c, a, b], [a, b], [c, a, b]],
    ['adds one to what was added here meanwhile', [c, a], [b, a], [c, b, a]],
    ['removes one', [b], [a, b], [b]],
    ['removes one that is not here any more', [b], [b], undefined],
    ['changes one', [{ ...a, atMs: 2 }, b], [a, b], [{ ...a, atMs: 2 }, b]],
    ['changes nothing', [a, b], [a, b, c], undefined],
  ])('say what an older page changed: it %s', (what, theirs, mine, merged) => {
    const { window, write } = stage();
    mirrorLists(window, lists(what.includes('meanwhile') ? [a] : [a, b]));
    write(pinsKey, theirs);
    expect(mergeOlder(window, lists(mine))?.pinned).toEqual(merged);
  });

  it('say nothing if they are no lists', () => {
    const { window, write } = stage();
    mirrorLists(window, lists([a]));
    write(pinsKey, { not: 'a list' });
    expect(mergeOlder(window, lists([a]))).toBeUndefined();
  });

  it('are not needed: a browser that denies or lacks storage has the saved lists', () => {
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
