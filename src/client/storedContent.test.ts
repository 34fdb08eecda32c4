import { describe, expect, it } from 'vitest';
import { formatError } from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import { changeContent, readBlobs, readContent, verifyContent } from './storedContent.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const total = { count: 2, bytes: 300 };
const time = '2026-01-02T03:04:05.000Z';

describe('stored content', () => {
  it('is returned with its times as dates', async () => {
    const image = { digest, bytes: 3, storedAt: time, usedAt: time };
    const { images, count } = await readContent(answering({ count: 1, images: [image] }));
    expect(count).toBe(1);
    expect(images).toEqual([{ ...image, storedAt: new Date(time), usedAt: new Date(time) }]);
    const blobs = await readBlobs(answering({ blobs: [{ ...image, corruptAt: time }, image] }));
    expect(blobs.map(({ corruptAt }) => corruptAt)).toEqual([new Date(time), undefined]);
    expect(Object.keys(blobs[1] ?? {})).not.toContain('corruptAt');
  });

  it('is changed by POST, which returns the removed content', async () => {
    const asked: unknown[] = [];
    const ask = async (request: object) => {
      asked.push(request);
      return Response.json({ count: 1, bytes: 2 });
    };
    expect(await changeContent({ ask }, { evictBytes: 5 })).toEqual({ count: 1, bytes: 2 });
    expect(asked).toEqual([{ url: '/-/content', method: 'POST', body: '{"evictBytes":5}' }]);
  });
});

describe('verifyContent', () => {
  const progress = { done: { count: 1, bytes: 100 }, total };
  const corrupt = { digest, state: 'corrupt', why: 'no network' } as const;
  const lines = (...all: object[]) => all.map((line) => `${JSON.stringify(line)}\n`).join('');

  it('reports progress and corrupt items, and returns the verified amount', async () => {
    const { seen, closed, result } = await check(lines({ progress }, { item: corrupt }, { result: total }));
    expect([seen, closed, result]).toEqual([[progress, corrupt], 1, total]);
  });

  it('fails if the answer ends before the result, or with the error of the worker', async () => {
    const cut = await check(lines({ progress }));
    expect([cut.error, cut.closed]).toMatchObject([{ code: 'internal' }, 1]);
    const failure = new AppError('resource_exhausted', 'full', { reason: 'quota' });
    const failed = await check(lines({ progress }, { error: formatError(failure) }));
    expect(failed.error).toMatchObject({ code: 'resource_exhausted', reason: 'quota', message: 'full' });
    const { signal } = new AbortController();
    const refused = verifyContent({ openDedicatedWorker: () => Promise.reject(failure) }, { signal });
    await expect(refused).rejects.toBe(failure);
  });

  it('fails with the reason of the abort signal, and terminates its worker', async () => {
    const stop = new AbortController();
    const { error, closed } = await check(lines({ progress }), stop, () => stop.abort(new Error('enough')));
    expect([error, closed]).toMatchObject([{ message: 'enough' }, 1]);
  });
});

function answering(body: object) {
  return { ask: async () => Response.json(body) };
}

/** Runs a verification with this answer. */
async function check(text: string, stop = new AbortController(), onSeen: () => void = () => undefined) {
  let closed = 0;
  const seen: unknown[] = [];
  const see = (each: unknown) => {
    seen.push(each);
    onSeen();
  };
  const openDedicatedWorker = async () => ({ response: new Response(text), close: () => void closed++ });
  const options = { signal: stop.signal, onProgress: see, onItem: see };
  try {
    return { seen, result: await verifyContent({ openDedicatedWorker }, options), closed };
  } catch (error) {
    return { seen, error, closed };
  }
}
