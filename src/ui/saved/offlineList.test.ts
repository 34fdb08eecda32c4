import { describe, expect, it } from 'vitest';
import { AppError } from '../../errors/index.ts';
import { changeOffline, noteLacking, type OfflineImage, putOffline, readKeptImages } from './offlineList.ts';

const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;
const entry: OfflineImage = {
  reference: 'docker.io/library/alpine:3.22',
  digest: digestOf('a'),
  atMs: 5,
  title: 'Index of 8 platforms',
  icon: 'index',
  options: { layers: true, referrers: false, platforms: ['linux/arm64'] },
  state: 'done',
  bytes: 100,
  count: 7,
  failed: 1,
  lacking: [{ digest: digestOf('b'), role: 'config', reason: 'not_found' }],
  why: 'quota',
  tag: { atMs: 6, digest: digestOf('c') },
};
const least = { reference: 'a/b', digest: digestOf('a'), atMs: 1, state: 'paused' };

describe('the list of what is kept', () => {
  it('is read as it was written', () => {
    const other = { ...entry, digest: digestOf('d'), tag: { atMs: 1, why: 'unreachable' as const } };
    expect(readKeptImages([entry, other])).toEqual([entry, other]);
  });

  it.each([null, undefined, '', 7, {}, [null, 7, []]])('is empty if it is %j', (value) => {
    expect(readKeptImages(value)).toEqual([]);
  });

  it('has nothing that is no entry, and each digest once', () => {
    const others = [
      { ...least, digest: 'latest' },
      { ...least, state: 'gone' },
      { ...least, reference: 1 },
    ];
    const [first, ...more] = readKeptImages([...others, least, { ...least, reference: 'later' }]);
    expect(more).toEqual([]);
    expect(first).toEqual({
      reference: 'a/b',
      digest: digestOf('a'),
      atMs: 1,
      state: 'paused',
      options: { layers: false, referrers: false },
      bytes: 0,
      count: 0,
      failed: 0,
      lacking: [],
    });
  });

  it('takes no field that is of another kind', () => {
    const odd = {
      ...least,
      options: { layers: 1, referrers: 'yes', platforms: [1, {}, 'x'.repeat(101)] },
      bytes: -1,
      count: '3',
      failed: 1.5,
      lacking: [{}, { digest: 'x', role: 'layer', reason: 'odd' }],
      why: 'because',
      tag: { atMs: 'now' },
    };
    expect(readKeptImages([odd])).toEqual([
      expect.objectContaining({
        options: { layers: false, referrers: false },
        bytes: 0,
        count: 0,
        failed: 0,
        lacking: [{ digest: 'x', role: 'layer', reason: 'internal' }],
      }),
    ]);
    expect(Object.keys(readKeptImages([odd])[0] ?? {})).not.toEqual(expect.arrayContaining(['why']));
  });

  it('has what is kept anew on top, in the place of the digest before, and changes one', () => {
    const other = { ...entry, digest: digestOf('d') };
    const anew = { ...entry, reference: 'x' };
    expect(putOffline([other, entry], anew)).toEqual([anew, other]);
    expect(changeOffline([other, entry], entry.digest, (each) => ({ ...each, bytes: 1 }))).toEqual([
      other,
      { ...entry, bytes: 1 },
    ]);
  });

  it('notes the first parts that lack', () => {
    const lacking = Array.from({ length: 30 }, () => ({
      digest: 'x',
      role: 'layer',
      error: new AppError('not_found', 'gone', { reason: 'not_found' }),
    }));
    expect(noteLacking(lacking)).toHaveLength(20);
    expect(noteLacking(lacking)[0]).toEqual({ digest: 'x', role: 'layer', reason: 'not_found' });
  });
});
