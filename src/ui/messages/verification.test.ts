import { describe, expect, it } from 'vitest';
import type { VerifyStep } from '../../api/index.ts';
import { corruptText, spokenProgress, verificationResult } from './verification.ts';

const total = { count: 1204, bytes: 1000 };
const step: VerifyStep = { state: 'done', ...total, total };
const base = { state: 'done', step, corrupt: [], failure: '' } as const;
const healed: VerifyStep = { ...step, state: 'healed' };

describe('a verification', () => {
  it('shows its result', () => {
    expect(verificationResult(base)).toBe('All 1,204 items OK');
    expect(verificationResult({ ...base, step: { ...step, total: { count: 1, bytes: 1 } } })).toBe('1 item OK');
    expect(verificationResult({ ...base, step: { ...step, count: 0, total: { count: 0, bytes: 0 } } })).toBe(
      'Nothing is stored',
    );
    expect(verificationResult({ ...base, corrupt: [healed] })).toBe('1 corrupt, 1,203 OK');
    expect(verificationResult({ ...base, corrupt: [healed, healed] })).toBe('2 corrupt, 1,202 OK');
  });

  it('shows how far it got if it stopped or failed', () => {
    expect(verificationResult({ ...base, state: 'stopped', step: { ...step, count: 300 } })).toBe(
      'Stopped: 300 of 1,204 items verified',
    );
    expect(verificationResult({ ...base, state: 'stopped', step: undefined })).toBe(
      'Stopped before anything was verified',
    );
    expect(verificationResult({ ...base, state: 'failed', failure: 'the store is gone' })).toBe(
      'Verification failed: the store is gone',
    );
  });

  it('heads the lists of corrupt items', () => {
    expect(corruptText(1, 'healed')).toBe('1 corrupt item repaired:');
    expect(corruptText(2, 'healed')).toBe('2 corrupt items repaired:');
    expect(corruptText(1, 'corrupt')).toBe("1 corrupt item couldn't be repaired:");
    expect(corruptText(2, 'corrupt')).toBe("2 corrupt items couldn't be repaired:");
  });

  it('announces progress at most three times', () => {
    const at = (bytes: number) => spokenProgress({ step: { ...step, bytes } });
    const announced = new Set(Array.from({ length: 1001 }, (_, bytes) => at(bytes)));
    expect([...announced]).toEqual(['Verifying…', '25% verified', '50% verified', '75% verified']);
    expect(spokenProgress({ step: undefined })).toBe('Verifying…');
  });
});
