import { describe, expect, it } from 'vitest';
import {
  changeOfflineImage,
  type OfflineImage,
  putOfflineImage,
  readOfflineImages,
  toMissingNotes,
} from './offlineList.ts';

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

describe('the offline list', () => {
  it('reads what it wrote', () => {
    const other = { ...entry, digest: digestOf('d'), tag: { atMs: 1, why: 'unreachable' as const } };
    expect(readOfflineImages([entry, other])).toEqual([entry, other]);
  });

  it.each([null, undefined, '', 7, {}, [null, 7, []]])('is empty for %j', (value) => {
    expect(readOfflineImages(value)).toEqual([]);
  });

  it('drops invalid entries, and has each digest once', () => {
    const others = [
      { ...least, digest: 'latest' },
      { ...least, state: 'unknown' },
      { ...least, reference: 1 },
    ];
    const [first, ...more] = readOfflineImages([...others, least, { ...least, reference: 'later' }]);
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

  it('drops fields of a wrong type', () => {
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
    expect(readOfflineImages([odd])).toEqual([
      expect.objectContaining({
        options: { layers: false, referrers: false },
        bytes: 0,
        count: 0,
        failed: 0,
        lacking: [{ digest: 'x', role: 'layer', reason: 'internal' }],
      }),
    ]);
    expect(Object.keys(readOfflineImages([odd])[0] ?? {})).not.toEqual(expect.arrayContaining(['why']));
  });

  it('moves a repeated digest to the front, and changes one entry', () => {
    const other = { ...entry, digest: digestOf('d') };
    const repeated = { ...entry, reference: 'x' };
    expect(putOfflineImage([other, entry], repeated)).toEqual([repeated, other]);
    expect(changeOfflineImage([other, entry], entry.digest, (each) => ({ ...each, bytes: 1 }))).toEqual([
      other,
      { ...entry, bytes: 1 },
    ]);
  });

  it('notes the first missing parts', () => {
    const part = { digest: 'x', role: 'layer', reason: 'unreachable' } as const;
    const missing = Array.from({ length: 30 }, () => ({ ...part, isRetryable: true }));
    expect(toMissingNotes(missing)).toHaveLength(20);
    expect(toMissingNotes(missing)[0]).toEqual(part);
  });
});
