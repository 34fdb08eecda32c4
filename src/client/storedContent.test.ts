import { describe, expect, it } from 'vitest';
import { formatError, type VerifyStep } from '../api/index.ts';
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
  const read: VerifyStep = { state: 'read', count: 1, bytes: 100, total };
  const healed: VerifyStep = { state: 'healed', digest, count: 1, bytes: 100, total };
  const corrupt: VerifyStep = { ...healed, state: 'corrupt', why: 'the network ist fort – ü' };
  const done: VerifyStep = { state: 'done', ...total, total };
  const lines = (...steps: object[]) => steps.map((step) => `${JSON.stringify(step)}\n`).join('');

  it('yields the steps, however the answer is split into chunks', async () => {
    const bytes = new TextEncoder().encode(lines(read, healed, corrupt, done));
    for (const size of [1, 2, 7, 64, bytes.length]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.slice(at * size, (at + 1) * size),
      );
      expect(await check(pieces)).toEqual({ steps: [read, healed, corrupt, done], closed: 1 });
    }
  });

  it('skips empty lines, needs no newline at the end, and reads nothing after the last step', async () => {
    const text = `\n${lines(read)} \n${lines(done).trim()}`;
    expect((await check([encode(text)])).steps).toEqual([read, done]);
    expect((await check([encode(`${lines(done)}rubbish`)])).steps).toEqual([done]);
  });

  it.each([
    ['is not JSON', 'rubbish'],
    ['is cut', '{"state":"read","cou'],
    ['has an unknown state', '{"state":"odd"}'],
    ['is not an object', 'null'],
  ])('fails at a line that %s', async (_what, line) => {
    const { steps, error, closed } = await check([encode(`${lines(read)}${line}\n${lines(done)}`)]);
    expect(error).toMatchObject({
      code: 'internal',
      message: `${JSON.stringify(line)} is not a line of a verification`,
    });
    expect([steps, closed]).toEqual([[read], 1]);
  });

  it('fails if the answer ends before the last step', async () => {
    const { error, closed } = await check([encode(lines(read))]);
    expect(error).toMatchObject({ code: 'internal', message: 'the check ended before it was done' });
    expect(closed).toBe(1);
  });

  it('fails with the error of the worker, in a line or as its answer', async () => {
    const failure = new AppError('resource_exhausted', 'full', { reason: 'quota' });
    const said = await check([encode(lines(read, { error: formatError(failure) }))]);
    expect(said.error).toMatchObject({ code: 'resource_exhausted', reason: 'quota', message: 'full' });
    const refused = verifyContent({ openDedicatedWorker: () => Promise.reject(failure) }, new AbortController());
    await expect(refused.next()).rejects.toBe(failure);
  });

  it('terminates its worker if the caller stops reading', async () => {
    let [closed, cancelled] = [0, 0];
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(encode(lines(read))),
      cancel: () => {
        cancelled++;
      },
    });
    const openDedicatedWorker = async () => ({ response: new Response(body), close: () => void closed++ });
    for await (const step of verifyContent({ openDedicatedWorker }, new AbortController())) {
      expect(step).toEqual(read);
      break;
    }
    expect([closed, cancelled]).toEqual([1, 1]);
  });
});

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function answering(body: object) {
  return { ask: async () => Response.json(body) };
}

/** Runs a verification whose answer arrives in these chunks. */
async function check(pieces: readonly Uint8Array<ArrayBuffer>[]) {
  let closed = 0;
  const left = [...pieces];
  const body = new ReadableStream({
    pull: (controller) => {
      const piece = left.shift();
      if (piece) controller.enqueue(piece);
      else controller.close();
    },
  });
  const steps: VerifyStep[] = [];
  const openDedicatedWorker = async () => ({ response: new Response(body), close: () => void closed++ });
  try {
    for await (const step of verifyContent({ openDedicatedWorker }, new AbortController())) steps.push(step);
  } catch (error) {
    return { steps, closed, error };
  }
  return { steps, closed };
}
