import type { ContentStore, RootsRecord } from '../content/index.ts';
import { knownSources, type PullThrough } from '../distribution/index.ts';
import { AppError, asAppError } from '../errors/index.ts';
import type { Amount, Digest, MissingPart, Progress, Repository } from '../oci/index.ts';
import { type DownloadRequest, isFatal, missingPart, type ResolvedPart, resolveClosure } from './resolveClosure.ts';

export interface DownloadImageOptions {
  /** Reports parts, including those that were stored before; without a total while manifests and configs are read. */
  readonly onProgress?: ((progress: Progress<Amount>) => void) | undefined;
  readonly onMissing?: ((part: MissingPart) => void) | undefined;
  /**
   * Called once every part is stored: the change of the roots that promises it, written in the transaction that checks
   * that.
   */
  readonly promise?: ((current: RootsRecord, at: Date) => string | undefined) | undefined;
  readonly signal: AbortSignal;
}

interface Dependencies {
  readonly store: ContentStore;
  readonly pull: PullThrough;
  readonly now: () => Date;
}

/** A few concurrent requests are as fast as many, and less is lost if the worker is killed. */
const maxConcurrent = 3;
/** Gives up after this many consecutive unavailable parts. */
const maxConsecutiveFailures = 3;

/**
 * Downloads every part of an image that is not stored yet. A part that fails is reported and skipped. Resolves with the
 * number of missing parts.
 * @throws AppError of the root; failures that stop everything: no room (quota), no network, a host that rate-limits or is
 * unavailable for three consecutive parts. What was stored until then stays. The signal's reason
 */
export async function downloadImage(
  { store, pull, now }: Dependencies,
  request: DownloadRequest,
  { onProgress, onMissing, promise = () => undefined, signal }: DownloadImageOptions,
): Promise<number> {
  const { parts, missing: unresolved } = await resolveClosure({ store, pull }, request, {
    isFresh: true,
    onProgress,
    signal,
  });
  for (const part of unresolved) onMissing?.(part);
  let failed = unresolved.length;
  const pending = parts.filter(({ role, isStored }) => role !== 'manifest' && !isStored);
  const total = { count: parts.length, bytes: bytesOf(parts) };
  const stored = parts.filter(({ isStored }) => isStored);
  let [count, bytes] = [stored.length, bytesOf(stored)];
  const offsets = new Map<Digest, number>();
  const report = () =>
    onProgress?.({ done: { count, bytes: [...offsets.values()].reduce((sum, offset) => sum + offset, bytes) }, total });
  report();

  const stop = new AbortController();
  const stopped = AbortSignal.any([signal, stop.signal]);
  let unavailable = 0;
  const downloadOne = async (part: ResolvedPart) => {
    try {
      await downloadPart({ store, pull }, request.repository, part, stopped, (offset) => {
        offsets.set(part.digest, offset);
        report();
      });
      unavailable = 0;
      count++;
      bytes += part.bytes;
    } catch (cause) {
      stopped.throwIfAborted();
      const error = asAppError(cause);
      unavailable = error.code === 'unavailable' ? unavailable + 1 : 0;
      if (isFatal(error) || unavailable >= maxConsecutiveFailures) throw error;
      failed++;
      onMissing?.(missingPart(part, error));
    } finally {
      offsets.delete(part.digest);
    }
    report();
  };
  const queue = pending.values();
  const work = async () => {
    for (const part of queue) await downloadOne(part);
  };
  try {
    await Promise.all(Array.from({ length: maxConcurrent }, work));
  } catch (error) {
    stop.abort(error);
    throw error;
  }
  if (failed > 0) return failed;
  const evicted = await promiseAll(store, parts, (current) => promise(current, now()));
  for (const part of evicted) onMissing?.(part);
  return evicted.length;
}

/** Makes the promise durable; returns the parts that were deleted or found corrupt meanwhile, and promises nothing then. */
async function promiseAll(
  store: ContentStore,
  parts: readonly ResolvedPart[],
  promise: (current: RootsRecord) => string | undefined,
): Promise<readonly MissingPart[]> {
  try {
    await store.changeRoots(
      promise,
      parts.map(({ digest }) => digest),
    );
    return [];
  } catch (cause) {
    const { code, detail } = asAppError(cause);
    if (code !== 'failed_precondition' || !Array.isArray(detail?.missing)) throw cause;
    const missing = new Set(detail.missing);
    return parts
      .filter(({ digest }) => missing.has(digest))
      .map(({ digest, role }) => ({ digest, role, reason: 'not_found' }));
  }
}

/** Downloads a part from the requested repository; for a bare digest from its known sources, one after the other. */
async function downloadPart(
  { store, pull }: Pick<Dependencies, 'store' | 'pull'>,
  repository: Repository | undefined,
  { digest, size }: ResolvedPart,
  signal: AbortSignal,
  onOffset: (offset: number) => void,
): Promise<void> {
  const sources = repository ? [repository] : await knownSources(store, digest);
  let failure: unknown = new AppError('not_found', `no known repository has "${digest}"`, {
    reason: 'not_found',
  });
  for (const source of sources) {
    try {
      return await pull.storeBlob(source, digest, { size, signal, onProgress: ({ done }) => onOffset(done) });
    } catch (error) {
      signal.throwIfAborted();
      failure = error;
    }
  }
  throw failure;
}

/** Sums the sizes. */
export function bytesOf(parts: readonly ResolvedPart[]): number {
  return parts.reduce((sum, { bytes }) => sum + bytes, 0);
}
