import { describe, expect, it } from 'vitest';
import type { Fetched } from '../../client/index.ts';
import { AppError } from '../../errors/index.ts';
import { asMediaType, parseDigest } from '../../oci/index.ts';
import { checkTag, isDue, tagOf } from './tagCheck.ts';

const digest = parseDigest(`sha256:${'a'.repeat(64)}`);
const named = { repository: { host: 'docker.io', name: 'library/alpine' }, tag: '3.22' };

describe('the tag of an offline image', () => {
  it('is read from the reference, unless that has a digest', () => {
    expect(tagOf({ reference: 'docker.io/library/alpine:3.22' })).toEqual(named);
    for (const reference of [
      digest,
      `docker.io/library/alpine@${digest}`,
      `docker.io/library/alpine:3.22@${digest}`,
      '?',
    ]) {
      expect(tagOf({ reference })).toBeUndefined();
    }
  });

  it('is checked automatically once an hour', () => {
    const reference = 'docker.io/library/alpine:3.22';
    const at = (atMs: number) => isDue({ reference, tag: { atMs } }, 10_000_000);
    expect([isDue({ reference }, 10_000_000), at(9_999_000), at(6_000_000), at(99_000_000)]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(isDue({ reference: digest }, 10_000_000)).toBe(false);
  });

  it('is resolved at the registry; a stale tag is not an answer', async () => {
    const answer = (cache: Fetched['cache']) => ({
      manifest: async () => ({ bytes: new Uint8Array(), digest, mediaType: asMediaType(''), cache }),
    });
    expect(await checkTag(answer({ hit: true, stored: true }), named, 7)).toEqual({ atMs: 7, digest });
    expect(await checkTag(answer({ hit: true, stored: true, detail: 'stale-tag' }), named, 7)).toEqual({
      atMs: 7,
      why: 'unreachable',
    });
    const failing = {
      manifest: async () => {
        throw new AppError('not_found', 'not found', { reason: 'not_found' });
      },
    };
    expect(await checkTag(failing, named, 7)).toEqual({ atMs: 7, why: 'not_found' });
  });
});
