import { beforeEach, describe, expect, it } from 'vitest';
import { formatLogEntry } from '../api/index.ts';
import { RequestLog } from './requestLog.ts';

let kept: string | undefined;
let wake: () => void;

function book(): RequestLog {
  return new RequestLog({
    now: () => 1000,
    kept: {
      read: async () => kept,
      write: async (text) => {
        kept = text;
      },
      pause: () =>
        new Promise((resolve) => {
          wake = resolve;
        }),
    },
  });
}

beforeEach(() => {
  kept = undefined;
});

const textsOf = async (log: RequestLog) =>
  (await log.entries()).map((entry) => ('text' in entry ? entry.text : entry.url));

describe('RequestLog', () => {
  it('keeps the newest 500 entries', async () => {
    const log = book();
    for (let line = 0; line < 600; line++) log.debug(`line ${line}`);
    const texts = await textsOf(log);
    expect([texts.length, texts[0]]).toEqual([500, 'line 599']);
  });

  it('continues the log of the previous worker', async () => {
    const first = book();
    first.warn('first', { error: new Error('why') });
    wake();
    await expect.poll(() => kept).toContain('first');
    const second = book();
    second.debug('second');
    expect(await textsOf(second)).toEqual(['second', 'first error=why']);
    wake();
    await expect.poll(() => kept).toContain('second');
    expect(await textsOf(book())).toEqual(['second', 'first error=why']);
  });

  it.each([
    5,
    {},
    [null],
    [{ kind: 'note', atMs: 'now', text: 'a' }],
    [{ kind: 'note', atMs: 8.64e15 + 1, text: 'a' }],
    [{ kind: 'note', atMs: 1, text: 5 }],
    [{ kind: 'answered', atMs: 1, method: 'GET', url: '/', durationMs: 1 }],
    [{ kind: 'sent', atMs: 1, method: 'GET', url: 'no URL', durationMs: 1, attempt: 1 }],
    [{ kind: 'other', atMs: 1, text: 'a' }],
  ])('ignores the invalid stored entry %j', async (stored) => {
    kept = JSON.stringify(stored);
    const log = book();
    log.debug('here');
    expect((await log.entries()).map(formatLogEntry)).toEqual(['1970-01-01T00:00:01.000Z note: here']);
  });

  it('starts an empty log if the stored one cannot be read', async () => {
    kept = '{';
    const log = book();
    log.debug('here');
    expect(await textsOf(log)).toEqual(['here']);
  });

  it('records the details of requests for a report', async () => {
    let nowMs = 990;
    const log = new RequestLog({ now: () => nowMs });
    const answered = log.asked('GET', new URL('http://localhost/v2/a/manifests/b?ns=c'));
    nowMs = 1000;
    log.sent({
      method: 'GET',
      url: 'https://a.example/v2/',
      status: 200,
      bytes: 7,
      attempt: 2,
      durationMs: 250,
      preflight: true,
      authorized: true,
    });
    log.sent({
      method: 'GET',
      url: 'https://b.example/v2/',
      status: undefined,
      bytes: undefined,
      attempt: 1,
      durationMs: 3,
      preflight: false,
      authorized: false,
      error: 'Failed to fetch',
    });
    answered(new Response('', { status: 200, headers: { 'cache-status': 'ociscope; hit', 'content-length': '9' } }));
    log.warn('careful');
    expect((await log.entries()).map(formatLogEntry)).toEqual([
      '1970-01-01T00:00:01.000Z warning: careful',
      '1970-01-01T00:00:00.990Z answered GET /v2/a/manifests/b?ns=c 200 9 B 10 ms ociscope; hit',
      '1970-01-01T00:00:00.997Z sent GET https://b.example/v2/ failed 3 ms Failed to fetch',
      '1970-01-01T00:00:00.750Z sent GET https://a.example/v2/ 200 7 B 250 ms preflight authorized attempt 2',
    ]);
  });
});
