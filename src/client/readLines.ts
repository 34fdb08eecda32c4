import { type JobStep, parseError, parseJobLine } from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import { chunksOf } from '../oci/index.ts';

export interface JobListeners<Item, Step extends JobStep> {
  readonly onProgress?: ((step: Step) => void) | undefined;
  readonly onItem?: ((item: Item) => void) | undefined;
}

/** The answer ended before its last line, as when the browser stops the worker. */
export class AnswerCut extends AppError {
  constructor(cause?: unknown) {
    super('internal', 'the worker was stopped before the end', { reason: 'internal', cause });
  }
}

/**
 * Reads the answer of a job as its lines arrive, and returns its result. Skips lines of an unknown kind. Cancels the answer at the
 * last line, or if a listener throws.
 *
 * @throws AppError of an error line; AnswerCut
 */
export async function readJob<Item, Result, Step extends JobStep>(
  answer: Response,
  { onProgress, onItem }: JobListeners<Item, Step> = {},
): Promise<Result> {
  for await (const text of readLines(answer)) {
    const line = parseJobLine<Item, Result, Step>(text);
    if (!line) continue;
    if ('result' in line) return line.result;
    if ('progress' in line) onProgress?.(line.progress);
    else if ('item' in line) onItem?.(line.item);
    else throw parseError(line.error);
  }
  throw new AnswerCut();
}

/** Yields the lines of an answer as they arrive; the last may lack a newline. Returning early cancels it. @throws AnswerCut */
async function* readLines({ body }: Response): AsyncGenerator<string> {
  if (!body) return;
  const decoder = new TextDecoder();
  let rest = '';
  const chunks = chunksOf(body);
  try {
    for await (const chunk of chunks) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    throw new AnswerCut(error);
  }
  yield rest + decoder.decode();
}
