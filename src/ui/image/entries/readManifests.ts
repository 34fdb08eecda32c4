import { type AppError, asAppError } from '../../../errors/index.ts';

/** Concurrent requests; the worker shares its connections with the rest of the page. */
const maxConcurrent = 6;
/** Results are delivered in batches, since each batch renders the page again. */
const batchMs = 120;

/** Results by digest: the document, or the error. */
export type ReadResults<Document> = ReadonlyMap<string, { readonly document: Document } | { readonly error: AppError }>;

/**
 * Reads manifests, a few at a time, and delivers the results in batches, the last one before it resolves. Failures are
 * delivered as results. An abort ends it early without an error.
 */
export async function readManifests<Document>(
  digests: readonly string[],
  {
    read,
    onResults,
    now,
    signal,
  }: {
    readonly read: (digest: string, signal: AbortSignal) => Promise<Document>;
    readonly onResults: (results: ReadResults<Document>) => void;
    /** Milliseconds since 1970. */
    readonly now: () => number;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const waiting = digests.values();
  let results = new Map<string, { readonly document: Document } | { readonly error: AppError }>();
  let deliveredAtMs = now();
  const deliver = () => {
    if (results.size > 0) onResults(results);
    results = new Map();
    deliveredAtMs = now();
  };
  const work = async () => {
    for (const digest of waiting) {
      if (signal.aborted) return;
      const result = await read(digest, signal).then(
        (document) => ({ document }),
        (error: unknown) => ({ error: asAppError(error) }),
      );
      if (signal.aborted) return;
      results.set(digest, result);
      if (now() - deliveredAtMs >= batchMs) deliver();
    }
  };
  await Promise.all(Array.from({ length: maxConcurrent }, work));
  deliver();
}
