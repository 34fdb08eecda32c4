import { describe, expect, it } from 'vitest';
import { AppError } from '../errors/index.ts';
import { type Lines, respondLines } from './respondLines.ts';

const url = 'http://localhost/';
const linesOf = async (response: Response) =>
  (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('respondLines', () => {
  it('writes all lines, but progress at most every 100 ms', async () => {
    let time = 0;
    const response = respondLines(
      new Request(url),
      () => time,
      async (lines) => {
        for (let step = 0; step < 6; step++, time += 60) {
          if (step === 3) lines.tell({ step });
          else lines.progress({ step });
        }
      },
    );
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    expect((await linesOf(response)).map(({ step }) => step)).toEqual([0, 2, 3, 4]);
  });

  it('ends with the error of a failure', async () => {
    const response = respondLines(
      new Request(url),
      () => 0,
      async (lines) => {
        lines.tell({ step: 1 });
        throw new AppError('resource_exhausted', 'full', { reason: 'quota' });
      },
    );
    expect(await linesOf(response)).toMatchObject([{ step: 1 }, { error: { detail: { reason: 'quota' } } }]);
  });

  it('aborts the work when the answer or the request is cancelled', async () => {
    const signals: AbortSignal[] = [];
    const work = async (lines: Lines, signal: AbortSignal) => {
      signals.push(signal);
      lines.tell({ step: 1 });
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
