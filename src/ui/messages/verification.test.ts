import { describe, expect, it } from 'vitest';
import type { CorruptItem } from '../../api/index.ts';
import { corruptText, spokenProgress, verificationResult } from './verification.ts';

const none = { count: 0, bytes: 0 };
const total = { count: 1204, bytes: 1000 };
const progress = { done: total, total };
const base = { state: 'done', progress, corrupt: [], failure: '' } as const;
const healed: CorruptItem = { digest: `sha256:${'a'.repeat(64)}`, state: 'healed' };

describe('a verification', () => {
  it('shows its result', () => {
    expect(verificationResult(base)).toBe('All 1,204 items OK');
    expect(verificationResult({ ...base, progress: { ...progress, total: { count: 1, bytes: 1 } } })).toBe('1 item OK');
    expect(verificationResult({ ...base, progress: { done: none, total: none } })).toBe('Nothing is stored');
    expect(verificationResult({ ...base, corrupt: [healed] })).toBe('1 corrupt, 1,203 OK');
    expect(verificationResult({ ...base, corrupt: [healed, healed] })).toBe('2 corrupt, 1,202 OK');
  });

  it('shows how far it got if it stopped or failed', () => {
    expect(verificationResult({ ...base, state: 'stopped', progress: { done: { ...total, count: 300 }, total } })).toBe(
      'Stopped: 300 of 1,204 items verified',
    );
    expect(verificationResult({ ...base, state: 'stopped', progress: undefined })).toBe(
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
    const at = (bytes: number) => spokenProgress({ progress: { done: { ...total, bytes }, total } });
    const announced = new Set(Array.from({ length: 1001 }, (_, bytes) => at(bytes)));
    expect([...announced]).toEqual(['Verifying…', '25% verified', '50% verified', '75% verified']);
    expect(spokenProgress({ progress: undefined })).toBe('Verifying…');
  });
});
