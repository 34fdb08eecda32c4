import { formatError, safetyHeaders } from '../api/index.ts';
import { asAppError } from '../errors/index.ts';

/** Minimum interval between progress lines. */
const lineMs = 100;

/** Writes lines of JSON. */
export interface Lines {
  /** Writes a line of progress, unless it comes too soon after the previous one. */
  progress(line: object): void;
  tell(line: object): void;
}

/**
 * Answers with the lines of JSON that the work writes (application/x-ndjson). A failure is the last line, `{"error":{…}}` as in an
 * error answer. Cancelling the request or its answer aborts the work, and no further lines are sent.
 */
export function respondLines(
  request: Request,
  now: () => number,
  work: (lines: Lines, signal: AbortSignal) => Promise<void>,
): Response {
  const stop = new AbortController();
  const signal = AbortSignal.any([request.signal, stop.signal]);
  const body = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      const lines = createLines(controller, now);
      try {
        await work(lines, signal);
      } catch (error) {
        if (signal.aborted) return controller.error(signal.reason);
        lines.tell({ error: formatError(asAppError(error)) });
      }
      if (!signal.aborted) controller.close();
    },
    cancel: (reason) => stop.abort(reason),
  });
  return new Response(body, {
    headers: { ...safetyHeaders, 'Content-Type': 'application/x-ndjson', 'Cache-Status': 'ociscope' },
  });
}

function createLines(controller: ReadableStreamDefaultController<Uint8Array>, now: () => number): Lines {
  let lastMs = Number.NEGATIVE_INFINITY;
  const tell = (line: object) => controller.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
  return {
    tell,
    progress: (line) => {
      if (now() - lastMs < lineMs) return;
      lastMs = now();
      tell(line);
    },
  };
}
