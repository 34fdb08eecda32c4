import { describe, expect, it } from 'vitest';
import { AppError, reasons } from '../../errors/index.ts';
import { failedWords, spokenState } from './layerDownloads.ts';

describe('what is said of a blob that is kept', () => {
  it('is spoken a quarter at a time', () => {
    const spoken = [0, 24, 25, 49, 50, 99].map((offset) =>
      spokenState({ state: 'running', offset, total: 100, bytesPerSecond: undefined }),
    );
    expect(spoken).toEqual([
      'Fetching',
      'Fetching',
      '25 % are here',
      '25 % are here',
      '50 % are here',
      '75 % are here',
    ]);
    expect(spokenState({ state: 'running', offset: 7, bytesPerSecond: 1 })).toBe('Fetching');
  });

  it('is, of a failure, never that nothing was stored, which may be wrong', () => {
    for (const reason of reasons) {
      const words = failedWords(new AppError('internal', 'x', { reason }), 'ghcr.io', 'https://a.example');
      expect(Object.values(words).join(' ')).not.toContain('Nothing was stored');
    }
    expect(failedWords(new AppError('aborted', 'x'), '', '').title).toBe('Partial download was deleted');
  });
});
