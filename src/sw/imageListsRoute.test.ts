import { describe, expect, it } from 'vitest';
import { formatLists, type ImageLists, parseLists } from '../api/index.ts';
import { createMemoryStore } from '../content/index.ts';
import { answerLists, completeOffline, promisedOf } from './imageListsRoute.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const pin = { reference: 'a.b/c:1', atMs: 1, digest };
const options = { layers: true, referrers: false };
const image = { ...pin, options, state: 'unfinished', why: 'offline', recheck: true, failed: 2, lacking: [{}] };

describe('the lists of pinned and offline images', () => {
  it('are changed only at the revision that was read, and each change is reported once', async () => {
    const { ask, revisions } = stage();
    expect(await ask()).toEqual({ revision: 0, pinned: [], offline: [] });
    expect(await ask({ revision: 0, pinned: [pin] })).toMatchObject({ revision: 1, pinned: [pin], isChanged: true });
    expect(await ask({ revision: 0, pinned: [] })).toMatchObject({ revision: 1, pinned: [pin], isChanged: false });
    expect(await ask({ revision: 1, offline: [image] })).toMatchObject({ pinned: [pin], offline: [image] });
    expect(await ask()).toMatchObject({ revision: 2, pinned: [pin], offline: [image] });
    expect(revisions).toEqual([1, 2]);
  });

  it.each([
    {},
    { revision: -1 },
    { revision: 0, pinned: {} },
    { revision: 0, pinned: [{ reference: 1 }] },
    { revision: 0, offline: [{ reference: 'a', digest: 'b' }] },
    { revision: 0, pinned: Array.from({ length: 1001 }, () => pin) },
  ])('are not changed by %j', async (body) => {
    const { ask } = stage();
    await expect(ask(body)).rejects.toMatchObject({ code: 'invalid_argument' });
    expect(await ask()).toMatchObject({ revision: 0 });
  });

  it('are all roots, without invalid entries of the database', () => {
    const text = JSON.stringify({
      pinned: [pin, null, { reference: 7 }, 'x'],
      offline: [{ ...image, reference: 'd' }],
    });
    expect(promisedOf(parseLists({ text, revision: 3 }))).toEqual([
      { reference: pin.reference, digest },
      { reference: 'd', digest },
    ]);
    for (const broken of ['', '{', '[]', '{"pinned":7}'])
      expect(parseLists({ text: broken, revision: 1 })).toEqual({ revision: 1, pinned: [], offline: [] });
  });
});

describe('completeOffline', () => {
  const complete = (offline: ImageLists['offline'], asked: object = {}) =>
    completeOffline(
      { text: formatLists({ pinned: [pin], offline }), revision: 4 },
      digest,
      { ...options, ...asked },
      9,
    );

  it('marks the image as available offline and changes nothing else', () => {
    const other = { ...image, digest: `sha256:${'b'.repeat(64)}` };
    const lists = parseLists({ text: complete([other, image]) ?? '', revision: 5 });
    expect(lists.pinned).toEqual([pin]);
    expect(lists.offline).toEqual([other, { ...pin, options, state: 'done', atMs: 9, failed: 0, lacking: [] }]);
  });

  it.each<[string, object, object]>([
    ['paused', { state: 'paused' }, {}],
    ['on the list with other options', {}, { layers: false }],
    ['on the list for other platforms', {}, { platforms: ['a/b'] }],
    ['not on the list', { digest: `sha256:${'c'.repeat(64)}` }, {}],
  ])('returns undefined if the image is %s', (_, entry, asked) => {
    expect(complete([{ ...image, ...entry }], asked)).toBeUndefined();
  });
});

function stage() {
  const store = createMemoryStore();
  const revisions: number[] = [];
  const ask = async (body?: object) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const answer = await answerLists(store, new Request('http://localhost/-/lists', init), (revision) =>
      revisions.push(revision),
    );
    return answer.json();
  };
  return { ask, revisions };
}
