import { formatError, type JobLine, type JobStep, safetyHeaders } from '../api/index.ts';
import { asAppError } from '../errors/index.ts';
import type { Amount } from '../oci/index.ts';

/** Minimum interval between progress lines. */
const lineMs = 100;

/** Writes the lines of a job before its last one. */
export interface Lines<Item, Step extends JobStep> {
  /** Writes a line of progress, unless it comes too soon after the previous one. The first complete one is always written. */
  progress(step: Step): void;
  item(item: Item): void;
}

/**
 * Answers with the lines of a job as they are written (application/x-ndjson). The last line has the result of the work, or its
 * error. Cancelling the request or its answer aborts the work, and no further lines are sent.
 */
export function respondLines<Item, Result, Step extends JobStep>(
  request: Request,
  now: () => number,
  work: (lines: Lines<Item, Step>, signal: AbortSignal) => Promise<Result>,
): Response {
  const stop = new AbortController();
  const signal = AbortSignal.any([request.signal, stop.signal]);
  const body = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      const write = (line: JobLine<Item, Result, Step>) =>
        controller.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
      try {
        const result = await work(createLines(write, now), signal);
        if (!signal.aborted) write({ result });
      } catch (error) {
        if (signal.aborted) return controller.error(signal.reason);
        write({ error: formatError(asAppError(error)) });
      }
      if (!signal.aborted) controller.close();
    },
    cancel: (reason) => stop.abort(reason),
  });
  return new Response(body, {
    headers: { ...safetyHeaders, 'Content-Type': 'application/x-ndjson', 'Cache-Status': 'ociscope' },
  });
}

function createLines<Item, Step extends JobStep>(
  write: (line: { readonly progress: Step } | { readonly item: Item }) => void,
  now: () => number,
): Lines<Item, Step> {
  let lastMs = Number.NEGATIVE_INFINITY;
  let wasComplete = false;
  return {
    item: (item) => write({ item }),
    progress: (step) => {
      const isFirstComplete = isComplete(step) && !wasComplete;
      wasComplete = isComplete(step);
      if (now() - lastMs < lineMs && !isFirstComplete) return;
      lastMs = now();
      write({ progress: step });
    },
  };
}

function isComplete({ done, total }: JobStep): boolean {
  return total !== undefined && countOf(done) === countOf(total);
}

function countOf(unit: number | Amount): number {
  return typeof unit === 'number' ? unit : unit.count;
}
