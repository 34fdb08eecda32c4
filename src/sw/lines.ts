import { errorAnswer, safetyHeaders } from '../api/index.ts';
import { asAppError } from '../errors/index.ts';

const leastMs = 100;

/**
 * Answers with JSON, a line a step (application/x-ndjson), as steps come. Of steps that are no news, one is told each tenth of
 * a second. A failure is a last line, `{"error":{…}}`. The steps end with the request or when its reader leaves.
 */
export function respondLines<Step>(
  begin: (signal: AbortSignal) => AsyncGenerator<Step>,
  {
    signal,
    isNews,
    now,
  }: { readonly signal: AbortSignal; readonly isNews: (step: Step) => boolean; readonly now: () => number },
): Response {
  const stop = new AbortController();
  signal.addEventListener('abort', () => stop.abort(signal.reason), { once: true });
  const steps = begin(stop.signal);
  let toldAt = Number.NEGATIVE_INFINITY;
  const next = async (): Promise<Step | undefined> => {
    for (;;) {
      const step = await steps.next();
      if (step.done) return undefined;
      if (!isNews(step.value) && now() - toldAt < leastMs) continue;
      toldAt = now();
      return step.value;
    }
  };
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const step = await next();
        if (step === undefined) controller.close();
        else controller.enqueue(encodeLine(step));
      } catch (error) {
        controller.enqueue(encodeLine(await errorAnswer(asAppError(error)).json()));
        controller.close();
      }
    },
    cancel: (reason) => stop.abort(reason),
  });
  const headers = { 'Content-Type': 'application/x-ndjson', 'Cache-Status': 'ociscope', ...safetyHeaders };
  return new Response(body, { headers });
}

function encodeLine(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value)}\n`);
}
