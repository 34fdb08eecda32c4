import { describe, expect, it } from 'vitest';
import { AppError, reasons } from '../errors/index.ts';
import { describeError } from './errorWords.ts';

const facts = { host: 'registry.example.com', origin: 'https://scope.example.org' };

describe('the words for a failure', () => {
  it.each(reasons)('%s says what happened, why, what to do, and that nothing was stored', (reason) => {
    const words = describeError({ ...facts, error: new AppError('internal', 'x', { reason }) });
    expect(words.reason).toBe(reason);
    expect(words.title).toMatch(/^[A-Zr].{10,80}[^.]$/);
    expect(words.title).not.toMatch(/something went wrong/i);
    expect(words.why).toMatch(/\. Nothing was stored\.$/);
    expect(words.next).toMatch(/\.$/);
  });

  it('gives the origin to allow, to be copied, where the registry does not allow this page', () => {
    for (const reason of ['cors_missing', 'cors_origin', 'preflight_refused', 'header_hidden'] as const) {
      const { fix } = describeError({ ...facts, error: new AppError('unavailable', 'x', { reason }) });
      expect(fix).toContain("Access-Control-Allow-Origin:   ['https://scope.example.org']");
    }
  });

  it('is internal where no reason is known', () => {
    expect(describeError({ ...facts, error: new AppError('unavailable', 'x') }).reason).toBe('internal');
  });
});
