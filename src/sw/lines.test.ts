import { describe, expect, it } from 'vitest';
import { AppError } from '../errors/index.ts';
import { respondLines } from './lines.ts';

interface Step {
  readonly step: number;
  readonly isNews?: boolean;
}

/** Answers with steps that the test gives at the times that it says. */
function answer(
  steps: () => AsyncGenerator<Step>,
  { signal = new AbortController().signal, now = (): number => 0 } = {},
) {
  const asked: AbortSignal[] = [];
  const begin = (stop: AbortSignal) => {
    asked.push(stop);
    return steps();
  };
  return { asked, response: respondLines(begin, { signal, isNews: ({ isNews }: Step) => isNews === true, now }) };
}

const linesOf = async (response: Response) =>
  (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('an answer in lines', () => {
  it('has a line a step that is news, and one of the others each tenth of a second', async () => {
    let time = 0;
    const steps = async function* () {
      for (let step = 0; step < 6; step++) {
        yield { step, ...(step === 4 ? { isNews: true } : {}) };
        time += 60;
      }
    };
    const { response } = answer(steps, { now: () => time });
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    expect((await linesOf(response)).map(({ step }) => step)).toEqual([0, 2, 4]);
  });

  it('ends with the failure, as an error answer has it', async () => {
    const steps = async function* () {
      yield { step: 1 };
      throw new AppError('resource_exhausted', 'full', { reason: 'quota' });
    };
    expect(await linesOf(answer(steps).response)).toMatchObject([
      { step: 1 },
      { errors: [{ detail: { reason: 'quota' } }] },
    ]);
  });

  it('takes no step that nobody reads, and stops when its reader leaves or the request ends', async () => {
    let taken = 0;
    const steps = async function* () {
      for (;;) yield { step: taken++, isNews: true };
    };
    const left = answer(steps);
    const reader = left.response.body?.getReader();
    await reader?.read();
    await reader?.cancel('enough');
    expect(taken).toBeLessThan(4);
    expect(left.asked[0]?.aborted).toBe(true);
    const request = new AbortController();
    const ended = answer(steps, { signal: request.signal });
    request.abort('gone');
    expect(ended.asked[0]?.reason).toBe('gone');
  });
});
