import { describe, expect, it } from 'vitest';
import type { Fetched } from '../../client/index.ts';
import { AppError, type ErrorCode, type Reason } from '../../errors/index.ts';
import { mediaTypes, parseDigest } from '../../oci/index.ts';
import { tagFailureWords, tagQuery, tagWords } from './pinnedTag.ts';

const shown = parseDigest(`sha256:${'ab'.repeat(32)}`);
const other = parseDigest(`sha256:${'cd'.repeat(32)}`);
const seenAt = new Date('2026-11-01T00:00:00Z');

describe('the tag of a reference with tag and digest', () => {
  it.each([
    ['points here', { digest: shown, isStale: false }, { state: 'same', words: 'now points to this digest' }],
    ['has moved', { digest: other, isStale: false }, { state: 'other', words: 'now points to', other }],
    [
      'was last seen here',
      { digest: shown, isStale: true, seenAt },
      { state: 'same', words: 'last pointed to this digest', seenAt },
    ],
    [
      'was last seen elsewhere',
      { digest: other, isStale: true, seenAt },
      { state: 'other', words: 'last pointed to', other, seenAt },
    ],
  ])('%s', (_what, answer, words) => {
    expect(tagWords(answer, shown)).toEqual({ isStale: answer.isStale, ...words });
  });

  it.each<[ErrorCode, Reason | undefined, string, string]>([
    ['not_found', 'not_found', 'gone', 'does not exist on r.example now'],
    ['unavailable', 'offline', 'unknown', 'you are offline, and it was not seen in this browser before'],
    ['unavailable', 'unreachable', 'unknown', 'r.example cannot be reached'],
    ['unauthenticated', 'unauthenticated', 'unknown', 'r.example requires sign-in (401)'],
    ['permission_denied', 'denied', 'unknown', 'r.example denies access (403)'],
    ['unavailable', 'rate_limited', 'unknown', 'r.example limits the rate of requests (429)'],
    ['internal', undefined, 'unknown', 'the message'],
  ])('could not be resolved: %s, %s', (code, reason, state, words) => {
    const found = tagFailureWords(new AppError(code, 'the message', reason ? { reason } : {}), 'r.example');
    expect(found.state).toBe(state);
    expect(found.words).toContain(words);
  });

  it.each<[string, Partial<Fetched>, object]>([
    ['the registry', {}, { digest: other, isStale: false }],
    [
      'the store, while no registry answers',
      { cache: { hit: true, stored: true, detail: 'stale-tag' }, tagSeenAt: seenAt },
      { digest: other, isStale: true, seenAt },
    ],
  ])('is answered by %s', async (_from, changes, answer) => {
    const asked: unknown[] = [];
    const fetched: Fetched = {
      bytes: new Uint8Array(),
      digest: other,
      mediaType: mediaTypes.ociManifest,
      cache: { hit: false, stored: true },
      ...changes,
    };
    const client = {
      manifest: async (...named: readonly unknown[]) => {
        asked.push(...named.slice(0, 2));
        return fetched;
      },
    };
    const where = { host: 'r.example', name: 'app' };
    const query = tagQuery({ client }, where, '1.4.3', true);
    expect(await query.queryFn({ signal: new AbortController().signal })).toEqual(answer);
    expect(asked).toEqual([where, '1.4.3']);
  });
});
