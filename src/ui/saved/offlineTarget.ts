import type { WholeOptions } from '../../api/index.ts';
import { targetOf } from '../../client/index.ts';
import { isAppError } from '../../errors/index.ts';
import type { Repository } from '../../oci/index.ts';
import { parseReference } from '../../oci/index.ts';
import type { IconName } from '../kit/iconShapes.ts';
import type { OfflineImage } from './offlineList.ts';

/** An open image that can be made available offline. */
export interface OfflineTarget {
  /** Normalised; with the tag if the image was opened by one. */
  readonly reference: string;
  readonly digest: string;
  readonly repository: Repository | undefined;
  readonly title: string;
  readonly icon: IconName;
}

/** Creates the offline list's entry for an image that is to be downloaded. */
export function entryOf(
  { reference, digest, title, icon }: Omit<OfflineTarget, 'repository'>,
  options: WholeOptions,
  atMs: number,
): OfflineImage {
  const state = { state: 'unfinished', bytes: 0, count: 0, failed: 0, lacking: [] } as const;
  return { reference, digest, title, icon, atMs, options, ...state };
}

/** Returns the repository of a reference; undefined for a digest alone. */
export function repositoryOf(reference: string): Repository | undefined {
  try {
    return targetOf(parseReference(reference)).where;
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}
