import { formatError, type RepositoryAddress, safetyHeaders } from '../api/index.ts';
import type { ContentStore } from '../content/index.ts';
import type { KeepProgress, PullThrough } from '../distribution/index.ts';
import { AppError, asAppError } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import { readJson } from './requestBody.ts';
import { respondJson } from './respond.ts';

/** Between two lines of progress. */
const lineMs = 100;

/**
 * GET: `{"ingests":[{"ref","offset","total","startedAt","updatedAt","expected"?}]}`, what is there of content that is not
 * complete. POST of `{"drop":"<ref>"}`: removes one, whether or not it is being written.
 */
export async function answerIngests(store: ContentStore, request: Request): Promise<Response> {
  if (request.method === 'POST') await store.abort(await readDropped(request));
  return respondJson({ ingests: await store.listStatuses() }, safetyHeaders);
}

/**
 * POST: keeps a blob, on from what is there of it, and says so in lines of JSON: `{"offset","total"?}` as it goes on, at last
 * `{"stored":true}`, or `{"error":{…}}` as in an error answer. Who ends the request or its answer leaves; the download goes on
 * as long as somebody else wants it.
 */
export function answerKeep(
  pull: PullThrough,
  request: Request,
  { repository, digest, size }: { repository: RepositoryAddress; digest: Digest; size: number | undefined },
  now: () => number,
): Response {
  if (request.method !== 'POST') {
    throw new AppError('not_implemented', `"${request.method}" keeps nothing: POST does`, { reason: 'unsupported' });
  }
  const stop = new AbortController();
  const signal = AbortSignal.any([request.signal, stop.signal]);
  const body = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      const lines = new Lines(controller, now);
      try {
        await pull.keep(repository, digest, { size, signal, onProgress: (progress) => lines.progress(progress) });
        lines.end({ stored: true });
      } catch (error) {
        // Who has left is told nothing.
        if (signal.aborted) controller.error(signal.reason);
        else lines.end({ error: formatError(asAppError(error)) });
      }
    },
    cancel: (reason) => stop.abort(reason),
  });
  return new Response(body, {
    headers: { ...safetyHeaders, 'Content-Type': 'application/x-ndjson', 'Cache-Status': 'ociscope' },
  });
}

/** Written at once, but for progress that comes sooner after the line before than a person sees. */
class Lines {
  readonly #controller: ReadableStreamDefaultController<Uint8Array>;
  readonly #now: () => number;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(controller: ReadableStreamDefaultController<Uint8Array>, now: () => number) {
    this.#controller = controller;
    this.#now = now;
  }

  progress({ offset, total }: KeepProgress): void {
    if (this.#now() - this.#lastMs < lineMs && offset !== total) return;
    this.#lastMs = this.#now();
    this.#write({ offset, ...(total === undefined ? {} : { total }) });
  }

  end(last: object): void {
    this.#write(last);
    this.#controller.close();
  }

  #write(line: object): void {
    this.#controller.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
  }
}

async function readDropped(request: Request): Promise<string> {
  const body = await readJson(request);
  if (typeof body === 'object' && body !== null && 'drop' in body && typeof body.drop === 'string') return body.drop;
  throw new AppError('invalid_argument', 'body names no ingest to drop', { reason: 'unsupported' });
}
