import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError, errorCodes, reasons } from '../errors/index.ts';
import { asMediaType, parseDigest } from '../oci/index.ts';
import { answerHeaders } from './answer.ts';
import { formatCacheStatus, parseCacheStatus } from './cacheStatus.ts';
import { errorAnswer, parseErrorAnswer } from './errorBody.ts';

describe('Cache-Status', () => {
  it.each([
    [{ hit: true, stored: true }, 'ociscope; hit'],
    [{ hit: false, stored: true }, 'ociscope; fwd=miss; stored'],
    [{ hit: false, stored: false, detail: 'quota' }, 'ociscope; fwd=miss; detail=quota'],
    [{ hit: true, stored: true, detail: 'stale-tag' }, 'ociscope; hit; detail=stale-tag'],
  ])('formats %o as "%s" and parses it back', (status, header) => {
    expect(formatCacheStatus(status)).toBe(header);
    expect(parseCacheStatus(header)).toEqual(status);
  });

  it('carries any printable text as its detail in a single header', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (detail) => {
        const header = formatCacheStatus({ hit: false, stored: false, detail });
        expect(header).toMatch(/^[\x20-\x7e]*$/);
        expect(parseCacheStatus(header)?.detail).toBe(detail.replace(/[^\x20-\x7e]/g, '?'));
      }),
    );
  });

  it('is ignored if it is missing or from another cache', () => {
    for (const header of [null, '', 'nginx; hit', 'ociscopes; hit', '"ociscope"; hit']) {
      expect(parseCacheStatus(header)).toBeUndefined();
    }
  });
});

describe('answerHeaders', () => {
  it('describes the content and prevents scripts from running', () => {
    expect(
      answerHeaders({
        digest: parseDigest(`sha256:${'a'.repeat(64)}`),
        mediaType: asMediaType('text/html'),
        sizeBytes: 7,
        cache: { hit: true, stored: true },
        source: { host: 'docker.io', name: 'library/alpine' },
        storedAt: new Date(0),
      }),
    ).toEqual({
      'Cache-Control': 'no-store',
      'Cache-Status': 'ociscope; hit',
      'Content-Length': '7',
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'Content-Type': 'text/html',
      'Docker-Content-Digest': `sha256:${'a'.repeat(64)}`,
      'Ociscope-Source': 'docker.io/library/alpine',
      'Ociscope-Stored-At': '1970-01-01T00:00:00.000Z',
      'Ociscope-Version': '3',
      'X-Content-Type-Options': 'nosniff',
    });
  });
});

describe('an error answer', () => {
  it('round-trips every code and reason', async () => {
    for (const code of errorCodes) {
      for (const reason of reasons) {
        const error = new AppError(code, `"${code}" ${reason}`, { reason, detail: { status: 1, list: ['a'] } });
        const answer = errorAnswer(error);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        const back = parseErrorAnswer(answer.status, await answer.text());
        expect([back.code, back.reason, back.message, back.detail]).toEqual([
          code,
          reason,
          error.message,
          { status: 1, list: ['a'] },
        ]);
      }
    }
  });

  it('has the form of the distribution-spec and headers that prevent scripts from running', async () => {
    const answer = errorAnswer(new AppError('not_found', 'gone', { reason: 'not_found' }));
    expect(await answer.json()).toEqual({
      errors: [
        { code: 'MANIFEST_UNKNOWN', message: 'gone', detail: { code: 'not_found', reason: 'not_found', facts: {} } },
      ],
    });
    expect(answer.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    expect(answer.headers.get('cache-status')).toBe('ociscope');
  });

  it('parses as internal if the body is not an error of the worker', () => {
    const bodies = ['', '<html>', '{', 'null', '[]', '{"errors":[]}', '{"errors":[{"message":1}]}', '{"errors":"x"}'];
    for (const body of bodies) {
      expect(parseErrorAnswer(500, body)).toMatchObject({ code: 'internal', reason: 'internal' });
    }
    fc.assert(fc.property(fc.json(), (body) => parseErrorAnswer(500, body) instanceof AppError));
  });

  it('parses as internal if the code is unknown, as from a later release', () => {
    const body = '{"errors":[{"code":"UNKNOWN","message":"m","detail":{"code":"new","reason":"new","facts":null}}]}';
    expect(parseErrorAnswer(500, body)).toMatchObject({
      code: 'internal',
      reason: 'internal',
      message: 'm',
      detail: {},
    });
  });
});
