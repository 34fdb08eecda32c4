import { describe, expect, it } from 'vitest';
import type { Fetched } from '../../client/index.ts';
import { AppError, type ErrorCode, type Reason } from '../../errors/index.ts';
import { mediaTypes, parseDigest } from '../../oci/index.ts';
import { tagFailureStatus, tagQuery, tagStatus } from './pinnedTag.ts';

const shown = parseDigest(`sha256:${'ab'.repeat(32)}`);
const other = parseDigest(`sha256:${'cd'.repeat(32)}`);
const seenAt = new Date('2026-11-01T00:00:00Z');

describe('the status of a tag', () => {
  it.each([
    [
      'a tag that points to the digest',
      { digest: shown, isStale: false },
      { state: 'same', text: 'points to this digest' },
    ],
    ['a moved tag', { digest: other, isStale: false }, { state: 'other', text: 'now points to', other }],
    [
      'a tag last seen pointing to the digest',
      { digest: shown, isStale: true, seenAt },
      { state: 'same', text: 'last seen pointing to this digest', seenAt },
    ],
    [
      'a tag last seen pointing to another digest',
      { digest: other, isStale: true, seenAt },
      { state: 'other', text: 'last seen pointing to', other, seenAt },
    ],
  ])('describes %s', (_what, answer, text) => {
    expect(tagStatus(answer, shown)).toEqual({ isStale: answer.isStale, ...text });
  });

  it.each<[ErrorCode, Reason | undefined, string, string]>([
    ['not_found', 'not_found', 'gone', 'not found on r.example'],
    ['unavailable', 'offline', 'unknown', 'you’re offline and this tag isn’t cached'],
    ['unavailable', 'unreachable', 'unknown', 'r.example is unreachable'],
    ['unauthenticated', 'unauthenticated', 'unknown', 'r.example requires sign-in (401)'],
    ['permission_denied', 'denied', 'unknown', 'r.example denies access (403)'],
    ['unavailable', 'rate_limited', 'unknown', 'rate limited by r.example (429)'],
    ['internal', undefined, 'unknown', 'the message'],
  ])('describes a tag that could not be resolved: %s, %s', (code, reason, state, text) => {
    const found = tagFailureStatus(new AppError(code, 'the message', reason ? { reason } : {}), 'r.example');
    expect(found.state).toBe(state);
    expect(found.text).toContain(text);
  });

  it.each<[string, Partial<Fetched>, object]>([
    ['the registry', {}, { digest: other, isStale: false }],
    [
      'the store, while no registry answers',
      { cache: { hit: true, stored: true, detail: 'stale-tag' }, tagSeenAt: seenAt },
      { digest: other, isStale: true, seenAt },
    ],
  ])('is read from %s', async (_from, changes, answer) => {
    const requested: unknown[] = [];
    const fetched: Fetched = {
      bytes: new Uint8Array(),
      digest: other,
      mediaType: mediaTypes.ociManifest,
      cache: { hit: false, stored: true },
      ...changes,
    };
    const client = {
      manifest: async (...named: readonly unknown[]) => {
        requested.push(...named.slice(0, 2));
        return fetched;
      },
    };
    const where = { host: 'r.example', name: 'app' };
    const query = tagQuery({ client }, where, '1.4.3', true);
    expect(await query.queryFn({ signal: new AbortController().signal })).toEqual(answer);
    expect(requested).toEqual([where, '1.4.3']);
  });
});
