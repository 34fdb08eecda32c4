import { describe, expect, it } from 'vitest';
import { parseRefused } from './archives.ts';

describe('parseRefused', () => {
  it('skips invalid entries, and counts the rest if there is no count', () => {
    const entry = { kind: 'cut', name: 'a', detail: '' };
    expect(parseRefused({ refused: [entry, {}, 7, { kind: 'other' }] })).toEqual({ refused: [entry], refusedCount: 1 });
    expect(parseRefused({ refused: [{ kind: 'size', name: 5 }], refusedCount: 9 })).toEqual({
      refused: [{ kind: 'size', name: '', detail: '' }],
      refusedCount: 9,
    });
    expect(parseRefused({ refused: 'no list' })).toEqual({ refused: [], refusedCount: 0 });
  });
});
