import { describe, expect, it } from 'vitest';
import { reasons } from '../../errors/index.ts';
import type { OfflineProgress } from '../offline/offlineProgress.ts';
import {
  amountWords,
  lackingWords,
  leftOutWords,
  neededBytes,
  type OfflineCheck,
  offlineState,
  optionsWords,
  referrersWords,
  roomWords,
  spokenRun,
} from './offline.ts';

const amount = { count: 5, bytes: 31_000_000, hereCount: 0, hereBytes: 0 };
const none = { count: 0, bytes: 0, hereCount: 0, hereBytes: 0 };
const measured = {
  documents: none,
  layers: none,
  referrers: 0,
  lacking: 0,
  foreignLayers: 0,
  referrersUnknown: 0,
  platforms: [],
};

describe('what an image takes', () => {
  it('is so many things, and what of it is here', () => {
    expect(amountWords(amount, 'layer')).toBe('5 layers, 31.0 MB');
    expect(amountWords({ ...amount, hereCount: 1, hereBytes: 3e6 }, 'layer')).toBe(
      '5 layers, 31.0 MB, of which 3.0 MB are here',
    );
    expect(amountWords({ ...amount, hereCount: 5, hereBytes: 31e6 }, 'layer')).toBe('5 layers, 31.0 MB, all here');
    expect([0, 1, 1200].map(referrersWords)).toEqual([
      'nothing refers to it',
      '1 of these documents',
      '1,200 of these documents',
    ]);
  });

  it('is held against what is free', () => {
    const needed = neededBytes(
      { ...measured, documents: { ...amount, hereBytes: 1e6 }, layers: amount },
      { layers: true },
    );
    expect(needed).toBe(61e6);
    expect(neededBytes({ ...measured, layers: amount }, { layers: false })).toBe(0);
    expect(roomWords(1.2e9, { usedBytes: 0.2e9, quotaBytes: 1e9 })).toEqual({
      text: 'Needs 1.2 GB, and only 800 MB are free.',
      isShort: true,
    });
    expect(roomWords(1e6, { usedBytes: 1, quotaBytes: 1e9 })).toMatchObject({ isShort: false });
    expect(roomWords(1e6, undefined).text).toContain('does not tell');
    expect(roomWords(0, undefined).text).toContain('here already');
  });

  it('says what is left out, and nothing where nothing is', () => {
    expect(leftOutWords(measured)).toEqual([]);
    expect(leftOutWords({ ...measured, foreignLayers: 1, lacking: 2, referrersUnknown: 3 })).toHaveLength(3);
  });

  it('is named by its options', () => {
    expect(optionsWords({ layers: false, referrers: false })).toBe('documents alone');
    expect(optionsWords({ layers: true, referrers: true })).toBe('documents, layers and referrers');
    expect(optionsWords({ layers: true, referrers: false, platforms: ['a/b', 'c/d'] })).toBe(
      'documents and layers of a/b and c/d',
    );
    expect(optionsWords({ layers: false, referrers: true, platforms: ['a', 'b', 'c'] })).toContain('of 3 platforms');
  });
});

describe('how it stands with an image', () => {
  const done = { state: 'done', failed: 0, bytes: 5 } as const;
  const run = { read: 0, progress: { count: 1, bytes: 12e6, total: { count: 2, bytes: 31e6 } }, bytesPerSecond: 1e6 };

  const whole = { count: 5, missing: 0, corrupt: 0 };
  const stateOf = (
    entry: Partial<Parameters<typeof offlineState>[0]>,
    { check = 'unknown', run }: { readonly check?: OfflineCheck; readonly run?: OfflineProgress } = {},
  ) => offlineState({ ...done, ...entry }, { run, check, nowMs: 86_400_000 });

  it('is said in a few words', () => {
    expect(stateOf({ state: 'unfinished' }, { run }).text).toBe('Downloading: 12.0 MB of 31.0 MB');
    expect(stateOf({ state: 'unfinished' }, { run: { ...run, isVerifying: true } }).text).toMatch(/^Verifying: /);
    expect(stateOf({ state: 'unfinished' }, { run: { read: 3 } }).text).toBe('Downloading: 3 documents read');
    expect(stateOf({ state: 'paused' }).text).toBe('Paused, of 5 B');
    expect(stateOf({ state: 'paused', why: 'quota' }).text).toBe('Paused: no room left');
    expect(stateOf({ state: 'unfinished', why: 'denied' }).tone).toBe('bad');
    expect(stateOf({ state: 'unfinished' }).text).toBe('Waiting to be kept');
  });

  it.each<readonly [OfflineCheck, number, string]>([
    ['unknown', 0, 'Checking…'],
    ['failed', 0, 'Could not be checked'],
    [whole, 0, 'Available offline'],
    [{ ...whole, verifiedAtMs: 0 }, 0, 'Available offline, verified yesterday'],
    [{ ...whole, verifiedAtMs: 0 }, 2, 'Incomplete: 2 parts missing'],
    [{ ...whole, missing: 1 }, 0, 'Incomplete: 1 part missing'],
    [{ ...whole, missing: 1, corrupt: 2 }, 0, 'Incomplete: 1 part missing, 2 parts corrupt'],
    [{ ...whole, missing: 5 }, 0, 'Not stored any more'],
  ])('with %j stored, and %i parts that could not be downloaded, is "%s"', (check, failed, text) => {
    expect(stateOf({ failed }, { check }).text).toBe(text);
  });

  it('is spoken a quarter at a time', () => {
    const at = (bytes: number) => spokenRun({ read: 0, progress: { ...run.progress, bytes } });
    expect([at(0), at(8e6), at(16e6), at(31e6)]).toEqual(['Keeping', '25 % are here', '50 % are here', 'Keeping']);
    expect([spokenRun(undefined), spokenRun({ read: 1 })]).toEqual(['', 'Keeping']);
  });

  it('says of a part why it lacks, for every reason', () => {
    for (const reason of reasons) {
      expect(lackingWords({ role: 'layer', digest: `sha256:${'a'.repeat(64)}`, reason })).toMatch(
        /^layer aaaaaaaa…aaa: .{5,}$/,
      );
    }
    expect(lackingWords({ role: 'referrers', digest: 'x', reason: 'denied' })).toContain('what refers to x');
  });
});
