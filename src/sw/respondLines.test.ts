import { describe, expect, it } from 'vitest';
import { AppError } from '../errors/index.ts';
import type { Progress } from '../oci/index.ts';
import { type Lines, respondLines } from './respondLines.ts';

const url = 'http://localhost/';
const linesOf = async (response: Response) =>
  (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('respondLines', () => {
  it('writes all items, progress at most every 100 ms, and the result', async () => {
    let time = 0;
    const response = respondLines(
      new Request(url),
      () => time,
      async (lines: Lines<number, Progress>) => {
        for (let step = 0; step < 6; step++, time += 60) {
          if (step === 3) lines.item(step);
          else lines.progress({ done: step });
        }
        return 'ok';
      },
    );
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    expect(await linesOf(response)).toEqual([
      { progress: { done: 0 } },
      { progress: { done: 2 } },
      { item: 3 },
      { progress: { done: 4 } },
      { result: 'ok' },
    ]);
  });

  it('writes complete progress at once, and only the first time', async () => {
    const response = respondLines(
      new Request(url),
      () => 0,
      async (lines: Lines<never, Progress>) => {
        for (const done of [0, 1, 2, 2, 0, 2]) lines.progress({ done, total: 2 });
        return null;
      },
    );
    expect(await linesOf(response)).toEqual([
      ...[0, 2, 2].map((done) => ({ progress: { done, total: 2 } })),
      { result: null },
    ]);
  });

  it('ends with the error of a failure', async () => {
    const response = respondLines(
      new Request(url),
      () => 0,
      async (lines: Lines<number, Progress>) => {
        lines.item(1);
        throw new AppError('resource_exhausted', 'full', { reason: 'quota' });
      },
    );
    expect(await linesOf(response)).toMatchObject([{ item: 1 }, { error: { detail: { reason: 'quota' } } }]);
  });

  it('aborts the work when the answer or the request is cancelled', async () => {
    const signals: AbortSignal[] = [];
    const work = async (lines: Lines<number, Progress>, signal: AbortSignal) => {
      signals.push(signal);
      lines.item(1);
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    const reader = respondLines(new Request(url), () => 0, work).body?.getReader();
    await reader?.read();
    await reader?.cancel('enough');
    const request = new AbortController();
    const ended = respondLines(new Request(url, { signal: request.signal }), () => 0, work);
    request.abort(new Error('gone'));
    await expect(ended.text()).rejects.toThrow('gone');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });
});
