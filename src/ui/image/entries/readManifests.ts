import { type AppError, asAppError } from '../../../errors/index.ts';

/** The worker shares its connections with whatever else the page asks for. */
const atOnce = 6;
/** Results are handed over together, since each hand-over draws the page anew. */
const batchMs = 120;

/** What became of manifests that were asked for: by digest, the document or why it did not come. */
export type ReadResults<Document> = ReadonlyMap<string, { readonly document: Document } | { readonly error: AppError }>;

/**
 * Reads manifests, a few at a time, and hands over what has come from time to time, the last of it before it resolves.
 * A failure is a result like any other. Aborting ends it early, without an error.
 */
export async function readManifests<Document>(
  digests: readonly string[],
  {
    read,
    keep,
    now,
    signal,
  }: {
    readonly read: (digest: string, signal: AbortSignal) => Promise<Document>;
    readonly keep: (results: ReadResults<Document>) => void;
    /** Milliseconds since 1970. */
    readonly now: () => number;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const waiting = digests.values();
  let results = new Map<string, { readonly document: Document } | { readonly error: AppError }>();
  let storedAtMs = now();
  const handOver = () => {
    if (results.size > 0) keep(results);
    results = new Map();
    storedAtMs = now();
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
      if (now() - storedAtMs >= batchMs) handOver();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  handOver();
}
