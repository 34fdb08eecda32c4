import { describe, expect, it } from 'vitest';
import type { VerifyStep } from '../../api/index.ts';
import { damagedText, spokenProgress, verdict } from './verification.ts';

const total = { count: 1204, bytes: 1000 };
const step: VerifyStep = { state: 'done', ...total, total };
const base = { state: 'done', step, damaged: [], failure: '' } as const;
const healed: VerifyStep = { ...step, state: 'healed' };

describe('a check in words', () => {
  it('says what it came to', () => {
    expect(verdict(base)).toBe('All 1,204 are sound.');
    expect(verdict({ ...base, step: { ...step, total: { count: 1, bytes: 1 } } })).toBe('It is sound.');
    expect(verdict({ ...base, step: { ...step, count: 0, total: { count: 0, bytes: 0 } } })).toBe('Nothing is stored.');
    expect(verdict({ ...base, damaged: [healed] })).toBe('1 was damaged, 1,203 are sound.');
    expect(verdict({ ...base, damaged: [healed, healed] })).toBe('2 were damaged, 1,202 are sound.');
  });

  it('says how far it was where it did not end', () => {
    expect(verdict({ ...base, state: 'stopped', step: { ...step, count: 300 } })).toBe(
      'Stopped: 300 of 1,204 were checked.',
    );
    expect(verdict({ ...base, state: 'stopped', step: undefined })).toBe('Stopped before anything was checked.');
    expect(verdict({ ...base, state: 'failed', failure: 'the store is gone' })).toBe(
      'It could not go on: the store is gone',
    );
  });

  it('heads what was damaged', () => {
    expect(damagedText(1, 'healed')).toBe('1 was damaged and fetched anew:');
    expect(damagedText(2, 'healed')).toBe('2 were damaged and fetched anew:');
    expect(damagedText(1, 'corrupt')).toBe('1 is damaged and could not be fetched:');
    expect(damagedText(2, 'corrupt')).toBe('2 are damaged and could not be fetched:');
  });

  it('is spoken of a few times in all', () => {
    const at = (bytes: number) => spokenProgress({ step: { ...step, bytes } });
    const said = new Set(Array.from({ length: 1001 }, (_, bytes) => at(bytes)));
    expect([...said]).toEqual(['Checking…', '25 % checked', '50 % checked', '75 % checked']);
    expect(spokenProgress({ step: undefined })).toBe('Checking…');
  });
});
