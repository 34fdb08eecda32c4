import { describe, expect, it } from 'vitest';
import { reasons } from '../../errors/index.ts';
import {
  amountText,
  bytesToDownload,
  type ImageDownload,
  leftOutTexts,
  missingPartText,
  type OfflineCheck,
  offlineState,
  optionsText,
  referrersText,
  spaceText,
  spokenDownload,
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

describe('the estimate of a download', () => {
  it('has counts and sizes, and what is downloaded already', () => {
    expect(amountText(amount, 'layer')).toBe('5 layers, 31.0 MB');
    expect(amountText({ ...amount, hereCount: 1, hereBytes: 3e6 }, 'layer')).toBe(
      '5 layers, 31.0 MB, 3.0 MB downloaded',
    );
    expect(amountText({ ...amount, hereCount: 5, hereBytes: 31e6 }, 'layer')).toBe('5 layers, 31.0 MB, downloaded');
    expect([0, 1, 1200].map(referrersText)).toEqual(['no referrers', '1 of these items', '1,200 of these items']);
  });

  it('is compared with the free space', () => {
    const needed = bytesToDownload(
      { ...measured, documents: { ...amount, hereBytes: 1e6 }, layers: amount },
      { layers: true },
    );
    expect(needed).toBe(61e6);
    expect(bytesToDownload({ ...measured, layers: amount }, { layers: false })).toBe(0);
    expect(spaceText(1.2e9, { usedBytes: 0.2e9, quotaBytes: 1e9 })).toEqual({
      text: 'Needs 1.2 GB; only 800 MB free',
      isShort: true,
    });
    expect(spaceText(1e6, { usedBytes: 1, quotaBytes: 1e9 })).toMatchObject({ isShort: false });
    expect(spaceText(1e6, undefined).text).toContain('free space unknown');
    expect(spaceText(0, undefined).text).toBe('Already downloaded');
  });

  it('lists what is left out', () => {
    expect(leftOutTexts(measured)).toEqual([]);
    expect(leftOutTexts({ ...measured, foreignLayers: 1, lacking: 2, referrersUnknown: 3 })).toHaveLength(3);
  });

  it('names what is included', () => {
    expect(optionsText({ layers: false, referrers: false })).toBe('manifests and configs');
    expect(optionsText({ layers: true, referrers: true })).toBe('manifests, configs, layers and referrers');
    expect(optionsText({ layers: true, referrers: false, platforms: ['a/b', 'c/d'] })).toBe(
      'manifests, configs and layers of a/b and c/d',
    );
    expect(optionsText({ layers: false, referrers: true, platforms: ['a', 'b', 'c'] })).toContain('of 3 platforms');
  });
});

describe('the state of an image on the offline list', () => {
  const done = { state: 'done', failed: 0, bytes: 5 } as const;
  const total = { count: 2, bytes: 31e6 };
  const run = { progress: { done: { count: 1, bytes: 12e6 }, total }, bytesPerSecond: 1e6 };
  const reading = (count: number) => ({ progress: { done: { count, bytes: 0 } } });

  const intact = { count: 5, missing: 0, corrupt: 0 };
  const stateOf = (
    entry: Partial<Parameters<typeof offlineState>[0]>,
    { check = 'unknown', run }: { readonly check?: OfflineCheck; readonly run?: ImageDownload } = {},
  ) => offlineState({ ...done, ...entry }, { run, check, nowMs: 86_400_000 });

  it('is described for an unfinished download', () => {
    expect(stateOf({ state: 'unfinished' }, { run }).text).toBe('Downloading: 12.0 MB of 31.0 MB');
    expect(stateOf({ state: 'unfinished' }, { run: { ...run, isVerifying: true } }).text).toMatch(/^Verifying: /);
    expect(stateOf({ state: 'unfinished' }, { run: {} }).text).toBe('Downloading: starting');
    expect(stateOf({ state: 'unfinished' }, { run: reading(3) }).text).toBe('Downloading: 3 manifests read');
    expect(stateOf({ state: 'paused' }).text).toBe('Paused (5 B in total)');
    expect(stateOf({ state: 'paused', why: 'quota' }).text).toBe('Paused: storage full');
    expect(stateOf({ state: 'unfinished', why: 'denied' }).tone).toBe('bad');
    expect(stateOf({ state: 'unfinished' }).text).toBe('Queued');
  });

  it.each<readonly [OfflineCheck, number, string]>([
    ['unknown', 0, 'Checking…'],
    ['failed', 0, 'Check failed'],
    [intact, 0, 'Available offline'],
    [{ ...intact, verifiedAtMs: 0 }, 0, 'Available offline, verified yesterday'],
    [{ ...intact, verifiedAtMs: 0 }, 2, 'Incomplete: 2 parts missing'],
    [{ ...intact, missing: 1 }, 0, 'Incomplete: 1 part missing'],
    [{ ...intact, missing: 1, corrupt: 2 }, 0, 'Incomplete: 1 part missing, 2 parts corrupt'],
    [{ ...intact, missing: 5 }, 0, 'Removed'],
  ])('for the check %j and %i failed parts is "%s"', (check, failed, text) => {
    expect(stateOf({ failed }, { check }).text).toBe(text);
  });

  it('is announced at each quarter', () => {
    const at = (bytes: number) => spokenDownload({ progress: { done: { count: 1, bytes }, total } });
    expect([at(0), at(8e6), at(16e6), at(31e6)]).toEqual([
      'Downloading',
      '25% downloaded',
      '50% downloaded',
      'Downloading',
    ]);
    expect([spokenDownload(undefined), spokenDownload(reading(1))]).toEqual(['', 'Downloading']);
  });

  it('names the cause of a missing part, for every reason', () => {
    for (const reason of reasons) {
      expect(missingPartText({ role: 'layer', digest: `sha256:${'a'.repeat(64)}`, reason })).toMatch(
        /^layer aaaaaaaa…aaa: .{5,}$/,
      );
    }
    expect(missingPartText({ role: 'referrers', digest: 'x', reason: 'denied' })).toContain('referrers of x');
  });
});
