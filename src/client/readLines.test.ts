import { describe, expect, it } from 'vitest';
import { formatError } from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import { AnswerCut, readJob } from './readLines.ts';

const lines = (...all: object[]) => all.map((line) => `${JSON.stringify(line)}\n`).join('');
const encode = (text: string) => new TextEncoder().encode(text);
const progress = { done: 1, total: 2 };
const item = { why: 'the network ist fort – ü' };

describe('readJob', () => {
  it('reports progress and items and returns the result, however the answer is split into chunks', async () => {
    const bytes = encode(lines({ progress }, { item }, { result: 7 }));
    for (const size of [1, 2, 7, 64, bytes.length]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.slice(at * size, (at + 1) * size),
      );
      expect(await read(chunks)).toEqual({ seen: [progress, item], result: 7 });
    }
  });

  it('skips empty lines and lines of an unknown kind, and needs no newline at the end', async () => {
    const text = `\n${lines({ progress })} \nrubbish\nnull\n${lines({ step: 1 }, { error: {} }, { result: null }).trim()}`;
    expect(await read([encode(text)])).toEqual({ seen: [progress], result: null });
  });

  it('reads nothing after the last line, and cancels the answer', async () => {
    let cancelled = 0;
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(encode(lines({ result: 1 }, { progress }))),
      cancel: () => {
        cancelled++;
      },
    });
    expect([await readJob(new Response(body), { onProgress: () => expect.fail() }), cancelled]).toEqual([1, 1]);
  });

  it('fails with the error of an error line', async () => {
    const full = new AppError('resource_exhausted', 'full', { reason: 'quota' });
    const answer = new Response(lines({ progress }, { error: formatError(full) }, { result: 1 }));
    await expect(readJob(answer)).rejects.toMatchObject({ code: 'resource_exhausted', reason: 'quota' });
  });

  it('fails if the answer ends or breaks before its last line', async () => {
    for (const text of ['', lines({ progress }), '{"result":']) {
      await expect(readJob(new Response(text)), text).rejects.toBeInstanceOf(AnswerCut);
    }
    await expect(readJob(new Response(null))).rejects.toMatchObject({ code: 'internal' });
    const cause = new TypeError('network error');
    const broken = new ReadableStream({ pull: (controller) => controller.error(cause) });
    await expect(readJob(new Response(broken))).rejects.toMatchObject({ code: 'internal', cause });
  });
});

async function read(chunks: readonly Uint8Array<ArrayBuffer>[]) {
  const seen: unknown[] = [];
  const see = (each: unknown) => void seen.push(each);
  const left = [...chunks];
  const body = new ReadableStream({
    pull: (controller) => {
      const chunk = left.shift();
      if (chunk) controller.enqueue(chunk);
      else controller.close();
    },
  });
  const result = await readJob(new Response(body), { onProgress: see, onItem: see });
  return { seen, result };
}
