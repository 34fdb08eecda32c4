import { describe, expect, it } from 'vitest';
import { AppError } from '../errors/index.ts';
import { parseDigest } from '../oci/index.ts';
import { parseArchiveLine } from './archives.ts';
import { formatError } from './errorBody.ts';

const digest = parseDigest(`sha256:${'a'.repeat(64)}`);
const parse = (line: unknown) => parseArchiveLine(JSON.stringify(line));

describe('parseArchiveLine', () => {
  it('parses each kind of line and drops or defaults invalid values', () => {
    const refused = [{ kind: 'cut', name: 'a', detail: '' }];
    const image = {
      digest,
      mediaType: 'x',
      names: ['a', 1],
      platforms: 'linux',
      isSynthesized: 1,
      bytes: -1,
      count: 2,
      here: 1,
      foreign: [digest, 'latest'],
      foreignCount: 1,
      unchecked: -1,
    };
    expect(
      parse({ state: 'listed', form: 'oci', images: [image, { digest: 'latest' }, 7], refused: [...refused, {}] }),
    ).toEqual({
      state: 'listed',
      form: 'oci',
      images: [
        {
          ...{ digest, mediaType: 'x', names: ['a'], platforms: [], isSynthesized: false, bytes: 0, count: 2, here: 1 },
          ...{ missing: 0, foreign: [digest], foreignCount: 1, unchecked: 0 },
        },
      ],
      refused,
      refusedCount: 1,
    });
    expect(parse({ state: 'imported', images: [digest, 'latest'], stored: 3, refused, refusedCount: 9 })).toEqual({
      state: 'imported',
      images: [digest],
      stored: 3,
      refused,
      refusedCount: 9,
    });
    expect(parse({ state: 'read', bytes: 1, total: 2, entry: 5 })).toEqual({
      ...{ state: 'read', bytes: 1, total: 2, entry: '', entries: 0, images: 0, blobs: 0, ofBlobs: 0 },
    });
    const error = new AppError('resource_exhausted', 'full', { reason: 'quota' });
    expect(parse({ error: formatError(error) })).toMatchObject({ state: 'error', error: { reason: 'quota' } });
  });

  it('returns undefined for anything else', () => {
    for (const line of [
      null,
      7,
      [],
      { state: 'listed', form: 'zip' },
      { state: 'read', bytes: 'x' },
      { state: 'gone' },
    ])
      expect(parse(line)).toBeUndefined();
    expect(parseArchiveLine('no JSON')).toBeUndefined();
  });
});
