import { describe, expect, it } from 'vitest';
import { AppError } from '../errors/index.ts';
import { formatError } from './errorBody.ts';
import { parseDownloadImageLine } from './imageDownloads.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('parseDownloadImageLine', () => {
  const amount = { count: 2, bytes: 5, hereCount: 1, hereBytes: 2 };
  const measured = {
    documents: amount,
    layers: amount,
    referrers: 0,
    lacking: 0,
    foreignLayers: 1,
    referrersUnknown: 0,
  };

  it.each([
    { read: 3 },
    { progress: { count: 1, bytes: 2, total: { count: 3, bytes: 4 } } },
    { kept: true, failed: 2 },
    { measured: { ...measured, platforms: ['linux/amd64'] } },
  ])('parses %j', (line) => {
    expect(parseDownloadImageLine(JSON.stringify(line))).toEqual(line);
  });

  it('parses a missing part and an error, each with its reason', () => {
    const error = formatError(new AppError('permission_denied', 'no', { reason: 'denied' }));
    expect(parseDownloadImageLine(JSON.stringify({ lacking: { digest, role: 'layer', error } }))).toMatchObject({
      lacking: { digest, role: 'layer', error: { code: 'permission_denied', reason: 'denied' } },
    });
    expect(parseDownloadImageLine(JSON.stringify({ error }))).toMatchObject({ error: { reason: 'denied' } });
  });

  it.each(['', '{', 'null', '{"read":-1}', '{"kept":true}', '{"progress":{"count":1}}', '{"lacking":{}}'])(
    'returns undefined for %j',
    (text) => {
      expect(parseDownloadImageLine(text)).toBeUndefined();
    },
  );

  it('returns undefined for an estimate without an amount, and leaves out invalid platforms', () => {
    expect(parseDownloadImageLine(JSON.stringify({ measured: { ...measured, layers: {} } }))).toBeUndefined();
    expect(parseDownloadImageLine(JSON.stringify({ measured: { ...measured, platforms: [1, 'a'] } }))).toMatchObject({
      measured: { platforms: ['a'] },
    });
  });
});
