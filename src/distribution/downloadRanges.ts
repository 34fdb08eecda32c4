import { AppError } from '../errors/index.ts';
import { chunksOf, type Digest, type Repository, skipBytes } from '../oci/index.ts';
import type { Registry, RemoteBlob } from '../registry/index.ts';

/** Range of one request: small enough that little is lost with it, large enough that its latency does not count. */
const [smallestBytes, largestBytes] = [2 ** 20, 2 ** 24];

export interface RangesOptions {
  readonly registry: Pick<Registry, 'blob'>;
  readonly repository: Repository;
  readonly digest: Digest;
  /** First byte to fetch. */
  readonly offset: number;
  /** size in bytes, if an earlier response stated it; more is refused */
  readonly total: number | undefined;
  /** maximum number of bytes accepted; undefined: any */
  readonly limit: () => number | undefined;
  readonly signal: AbortSignal;
  /** Milliseconds of any epoch. */
  readonly now: () => number;
  /** Called at the start of each response with the total size, if known. */
  readonly onHead: (total: number | undefined) => void;
}

/**
 * Yields the bytes of a blob from an offset to its end, one range request after the other. A range grows while its latency
 * takes more than about a tenth of its time. Ends at the total; if none is known, at a range that is shorter than requested
 * or at a 416. If a registry ignores the range, the response is read from its start and the first bytes are skipped.
 * @throws AppError of the registry; failed_precondition (unsupported) if it sends another range; data_loss
 * (digest_mismatch) if there is more than the total; unavailable if a range is empty
 */
export async function* readRanges(options: RangesOptions): AsyncGenerator<Uint8Array, void> {
  const { digest, offset, limit, signal, now, onHead } = options;
  let { total } = options;
  let rangeBytes = smallestBytes;
  for (let at = offset; at < (total ?? limit() ?? Number.POSITIVE_INFINITY); ) {
    const end: number = Math.min(at + rangeBytes, total ?? limit() ?? Number.POSITIVE_INFINITY);
    const requestedAt = now();
    let remote = await requestFrom(options, at, end);
    if (!remote) return;
    if (remote.range && remote.isEncoded) {
      // A range of compressed bytes, which the browser cannot decompress.
      await remote.body.cancel();
      remote = await options.registry.blob(options.repository, digest, { signal });
    }
    total = agreedTotal(options, remote.range ? remote.range.total : remote.length, total, remote);
    onHead(total);
    if (!remote.range) {
      yield* skipBytes(upTo(digest, chunksOf(remote.body, signal), 0, limit), at);
      return;
    }
    let firstAt: number | undefined;
    let bytes = 0;
    for await (const piece of upTo(digest, chunksOf(remote.body, signal), at, () => end)) {
      firstAt ??= now();
      bytes += piece.length;
      yield piece;
    }
    if (bytes < end - at && total === undefined) return;
    if (bytes === 0) throw endedEarly(options.digest, at, total);
    at += bytes;
    rangeBytes = nextLength(bytes, (firstAt ?? requestedAt) - requestedAt, now() - (firstAt ?? requestedAt));
  }
}

/**
 * Requests the blob from `at` to `end`, or to its own end; returns undefined if the registry has nothing there.
 * @throws AppError of the registry; failed_precondition (unsupported) if it sends another range
 */
export async function requestFrom(
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
  throw new AppError('failed_precondition', `"${digest}" was requested from byte ${at} and sent from byte ${given}`, {
    reason: 'unsupported',
    detail: { digest, host: repository.host },
  });
}

/** Throws at the piece that exceeds the limit; the first piece starts at `offset`. */
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
      throw tooMany(digest, 'the registry sent more bytes than the limit');
    yield piece;
  }
}

/**
 * Returns the total. @throws AppError data_loss if there are more bytes than stated before: they cannot be the requested
 * content
 */
function agreedTotal(
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

/** Returns the error for more bytes than a descriptor or the registry stated. */
export function tooMany(digest: Digest, what: string): AppError {
  return new AppError('data_loss', `"${digest}" is of another size: ${what}`, {
    reason: 'digest_mismatch',
    detail: { digest },
  });
}

/** Returns the error for a connection that was cut silently. */
export function endedEarly(digest: Digest, bytes: number, total: number | undefined): AppError {
  return new AppError('unavailable', `"${digest}" ended after ${bytes} of ${total ?? 'unknown'} bytes`, {
    reason: 'unreachable',
    detail: { digest, bytes },
  });
}
