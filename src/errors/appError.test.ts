import { describe, expect, test } from 'vitest';
import { AppError, asAppError, hasCode, isAppError } from './index.ts';

describe('AppError', () => {
  test('carries code, reason, detail and cause', () => {
    const cause = new Error('below');
    const error = new AppError('not_found', 'gone', { reason: 'not_found', detail: { at: 1 }, cause });
    expect(error).toMatchObject({ name: 'AppError', code: 'not_found', reason: 'not_found', detail: { at: 1 }, cause });
    expect(isAppError(error)).toBe(true);
    expect(isAppError(cause)).toBe(false);
  });

  test('has no cause if none is given', () => {
    expect(Object.hasOwn(new AppError('internal', 'x'), 'cause')).toBe(false);
  });
});

describe('hasCode', () => {
  test('looks through causes', () => {
    const inner = new AppError('resource_exhausted', 'full');
    const outer = new AppError('unavailable', 'save failed', { cause: new Error('wrapped', { cause: inner }) });
    expect(hasCode(outer, 'resource_exhausted')).toBe(true);
    expect(hasCode(outer, 'unavailable')).toBe(true);
    expect(hasCode(outer, 'not_found')).toBe(false);
    expect(hasCode('resource_exhausted', 'resource_exhausted')).toBe(false);
  });

  test('ends if causes form a circle', () => {
    const error = new Error('a');
    error.cause = error;
    expect(hasCode(error, 'internal')).toBe(false);
  });
});

describe('asAppError', () => {
  test('returns an AppError unchanged, maps an abort to cancelled, wraps the rest', () => {
    const known = new AppError('aborted', 'x');
    expect(asAppError(known)).toBe(known);
    expect(asAppError(new DOMException('stopped', 'AbortError'))).toMatchObject({
      code: 'cancelled',
      message: 'stopped',
    });
    const thrown = new TypeError('odd');
    expect(asAppError(thrown)).toMatchObject({ code: 'internal', reason: 'internal', cause: thrown });
    expect(asAppError('text')).toMatchObject({ code: 'internal', message: 'text' });
  });
});
