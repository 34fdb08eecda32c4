import type { WholeOptions } from '../../api/index.ts';
import { targetOf, type Where } from '../../client/index.ts';
import { isAppError } from '../../errors/index.ts';
import { parseReference } from '../../oci/index.ts';
import type { IconName } from '../kit/iconShapes.ts';
import type { OfflineImage } from './offlineList.ts';

/** An image that can be kept, as the page has it open. */
export interface OfflineTarget {
  /** Normalised; by tag where it was opened by one. */
  readonly reference: string;
  readonly digest: string;
  readonly where: Where | undefined;
  readonly title: string;
  readonly icon: IconName;
}

/** The entry of an image that is to be kept. */
export function entryOf(
  { reference, digest, title, icon }: Omit<OfflineTarget, 'where'>,
  options: WholeOptions,
  atMs: number,
): OfflineImage {
  const state = { state: 'unfinished', bytes: 0, count: 0, failed: 0, lacking: [] } as const;
  return { reference, digest, title, icon, atMs, options, ...state };
}

/** The repository of a reference; undefined for a digest alone. */
export function whereOf(reference: string): Where | undefined {
  try {
    return targetOf(parseReference(reference)).where;
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}
