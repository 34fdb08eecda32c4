import { asAppError } from '../errors/index.ts';
import type { StoredClosures, StoredPart } from '../graph/index.ts';
import type { DownloadRequest } from './resolveClosure.ts';

/** Counts the stored parts of an image, by infos, lengths of bodies, and manifests, which are hashed; layers are not. */
export interface StoredCheck {
  readonly count: number;
  readonly missing: number;
  /** Parts known to be corrupt, or with a wrong length. */
  readonly corrupt: number;
  /** The time at or after which every part was hashed; undefined if a part is missing or corrupt. */
  readonly verifiedAt: Date | undefined;
}

/** @throws AppError as `StoredClosures.read`, except that a root which is not stored, or corrupt, is counted */
export async function checkStored(
  closures: StoredClosures,
  { digest, options }: DownloadRequest,
  signal: AbortSignal,
): Promise<StoredCheck> {
  try {
    const { parts } = await closures.read(digest, { ...options, signal });
    const countOf = (value: StoredPart['state']) => parts.filter(({ state }) => state === value).length;
    const [missing, corrupt] = [countOf('missing'), countOf('corrupt')];
    const times = parts.map(({ verifiedAt }) => verifiedAt?.getTime() ?? Number.NaN);
    const verifiedAtMs = times.reduce((oldest, time) => Math.min(oldest, time), Number.POSITIVE_INFINITY);
    return {
      count: parts.length,
      missing,
      corrupt,
      verifiedAt: Number.isFinite(verifiedAtMs) ? new Date(verifiedAtMs) : undefined,
    };
  } catch (error) {
    const { code } = asAppError(error);
    if (code === 'not_found') return { count: 1, missing: 1, corrupt: 0, verifiedAt: undefined };
    if (code === 'data_loss') return { count: 1, missing: 0, corrupt: 1, verifiedAt: undefined };
    throw error;
  }
}
