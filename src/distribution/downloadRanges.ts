import { AppError } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import type { Registry, RemoteBlob, Repository } from '../registry/index.ts';

/** Of one request: small enough that little is lost with it, large enough that the wait for an answer does not count. */
const [smallestBytes, largestBytes] = [2 ** 20, 2 ** 24];

export interface RangesOptions {
  readonly registry: Pick<Registry, 'blob'>;
  readonly repository: Repository;
  readonly digest: Digest;
  /** Where to begin. */
  readonly offset: number;
  /** bytes that there are, where an answer before said so: more is refused */
  readonly total: number | undefined;
  /** bytes that are taken at most; undefined: all */
  readonly limit: () => number | undefined;
  readonly signal: AbortSignal;
  /** Milliseconds of any epoch. */
  readonly now: () => number;
  /** Told at the head of each answer of the bytes that there are, where known. */
  readonly onHead: (total: number | undefined) => void;
}

/**
 * The bytes of a blob from an offset to its end, one ranged request after the other. A range grows while the wait for it costs
 * more than about a tenth of its time. Ends at the total, with a range that is shorter than asked where none is known, and
 * where there is nothing behind the offset (416). A registry that gives all in spite of the range is read from its start, and
 * the first bytes are left out.
 *
 * @throws AppError of the registry; failed_precondition (unsupported) where the range is another; data_loss
 * (digest_mismatch) where there is more than the total; unavailable where a range has nothing
 */
export async function* readRanges(options: RangesOptions): AsyncGenerator<Uint8Array, void> {
  const { digest, offset, limit, signal, now, onHead } = options;
  let { total } = options;
  let wanted = smallestBytes;
  for (let at = offset; at < (total ?? limit() ?? Number.POSITIVE_INFINITY); ) {
    const end: number = Math.min(at + wanted, total ?? limit() ?? Number.POSITIVE_INFINITY);
    const askedAt = now();
    let remote = await askFrom(options, at, end);
    if (!remote) return;
    if (remote.range && remote.isEncoded) {
      // A range of packed bytes, which the browser cannot unpack.
      await remote.body.cancel();
      remote = await options.registry.blob(options.repository, digest, { signal });
    }
    total = agree(options, remote.range ? remote.range.total : remote.length, total, remote);
    onHead(total);
    if (!remote.range) {
      yield* skip(upTo(digest, piecesOf(remote.body, signal), 0, limit), at);
      return;
    }
    let firstAt: number | undefined;
    let bytes = 0;
    for await (const piece of upTo(digest, piecesOf(remote.body, signal), at, () => end)) {
      firstAt ??= now();
      bytes += piece.length;
      yield piece;
    }
    if (bytes < end - at && total === undefined) return;
    if (bytes === 0) throw endedEarly(options.digest, at, total);
    at += bytes;
    wanted = nextLength(bytes, (firstAt ?? askedAt) - askedAt, now() - (firstAt ?? askedAt));
  }
}

/**
 * The blob from `at`, to its end where no other is given; undefined where the registry has nothing there.
 *
 * @throws AppError of the registry; failed_precondition (unsupported) where it gives another range
 */
export async function askFrom(
  { registry, repository, digest, signal }: Pick<RangesOptions, 'registry' | 'repository' | 'digest' | 'signal'>,
  at: number,
  end?: number,
): Promise<RemoteBlob | undefined> {
  const range = { start: at, ...(end === undefined ? {} : { end: end - 1 }) };
  const remote = await registry.blob(repository, digest, { range, signal }).catch((error: unknown) => {
    if (at > 0 && error instanceof AppError && error.detail?.status === 416) return undefined;
    throw error;
  });
  const given = remote?.range?.start ?? at;
  if (!remote || given === at) return remote;
  await remote.body.cancel();
  throw new AppError('failed_precondition', `"${digest}" was asked for from byte ${at} and came from byte ${given}`, {
    reason: 'unsupported',
    detail: { digest, host: repository.host },
  });
}

/** A stream, piece by piece; who leaves early, or aborts, cancels it. With a reader: not every browser iterates a stream. */
export async function* piecesOf(
  stream: ReadableStream<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const reader = stream.getReader();
  // What is waited for ends then, as if it were all.
  const abort = () => void reader.cancel().catch(() => undefined);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  let isOver = false;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
    isOver = true;
  } finally {
    signal?.removeEventListener('abort', abort);
    // One that failed has nothing to cancel.
    if (!isOver) await reader.cancel().catch(() => undefined);
  }
}

/** All but the first bytes. */
export async function* skip(pieces: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array, void> {
  let left = bytes;
  for await (const piece of pieces) {
    if (piece.length > left) yield piece.subarray(left);
    left = Math.max(0, left - piece.length);
  }
}

/** Refuses the piece that goes over the limit; the first one begins at an offset. */
export async function* upTo(
  digest: Digest,
  pieces: AsyncIterable<Uint8Array>,
  offset: number,
  limit: () => number | undefined,
): AsyncGenerator<Uint8Array, void> {
  let at = offset;
  for await (const piece of pieces) {
    at += piece.length;
    if (at > (limit() ?? Number.POSITIVE_INFINITY))
      throw tooMany(digest, 'the registry sent more bytes than are taken');
    yield piece;
  }
}

/** @throws AppError data_loss where there are more bytes than was said before: they cannot be the ones asked for. */
function agree(
  { digest, limit }: RangesOptions,
  stated: number | undefined,
  known: number | undefined,
  { body }: RemoteBlob,
): number | undefined {
  const most = known ?? limit();
  if (stated === undefined || most === undefined || stated <= most) return stated ?? known;
  void body.cancel();
  throw tooMany(digest, `the registry has ${stated} bytes, not ${most}`);
}

function nextLength(bytes: number, waitMs: number, readMs: number): number {
  const length = readMs > 0 ? (8 * waitMs * bytes) / readMs : largestBytes;
  return Math.round(Math.min(largestBytes, Math.max(smallestBytes, length)));
}

/** The error for more bytes than a descriptor or the registry itself said. */
export function tooMany(digest: Digest, what: string): AppError {
  return new AppError('data_loss', `"${digest}" is of another size: ${what}`, {
    reason: 'digest_mismatch',
    detail: { digest },
  });
}

/** The connection was cut where it does not show. */
export function endedEarly(digest: Digest, bytes: number, total: number | undefined): AppError {
  return new AppError('unavailable', `"${digest}" ended after ${bytes} of ${total ?? 'unknown'} bytes`, {
    reason: 'unreachable',
    detail: { digest, bytes },
  });
}
