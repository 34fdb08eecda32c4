import { describe, expect, it } from 'vitest';
import { AppError, reasons } from '../../errors/index.ts';
import { describeDownloadFailure, spokenLayerDownload } from './layerDownload.ts';

describe('the download of a blob', () => {
  it('is announced at each quarter', () => {
    const spoken = [0, 24, 25, 49, 50, 99].map((done) => spokenLayerDownload({ state: 'running', done, total: 100 }));
    expect(spoken).toEqual([
      'Downloading',
      'Downloading',
      '25% downloaded',
      '25% downloaded',
      '50% downloaded',
      '75% downloaded',
    ]);
    expect(spokenLayerDownload({ state: 'running', done: 7 })).toBe('Downloading');
  });

  it('never claims after a failure that nothing was stored, which may be wrong', () => {
    for (const reason of reasons) {
      const texts = describeDownloadFailure(new AppError('internal', 'x', { reason }), 'ghcr.io', 'https://a.example');
      expect(Object.values(texts).join(' ')).not.toContain('Nothing was stored');
    }
    expect(describeDownloadFailure(new AppError('aborted', 'x'), '', '').title).toBe('Partial download was deleted');
  });
});
