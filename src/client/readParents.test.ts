import { expect, it } from 'vitest';
import { AppError } from '../errors/index.ts';
import { readParents } from './storedContent.ts';

const digest = `sha256:${'a'.repeat(64)}`;

it('requests the parents of a digest', async () => {
  const asked: unknown[] = [];
  const { signal } = new AbortController();
  const ask = async (request: unknown) => {
    asked.push(request);
    return Response.json({
      parents: [{ digest, size: 1, repositories: [], tags: [], seenAt: '2026-01-02T03:04:05Z' }],
      more: 2,
    });
  };
  const seenAt = new Date('2026-01-02T03:04:05Z');
  expect(await readParents({ ask }, digest, { signal })).toEqual({
    parents: [{ digest, size: 1, repositories: [], tags: [], seenAt }],
    more: 2,
  });
  expect(asked).toEqual([{ url: `/-/parents/${digest}`, signal }]);
});

it('rejects with the error of the worker', async () => {
  const failure = new AppError('internal', 'broken', { reason: 'internal' });
  await expect(readParents({ ask: () => Promise.reject(failure) }, digest)).rejects.toBe(failure);
});
