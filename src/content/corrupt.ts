import { AppError } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import type { ContentStore, Info } from './contract.ts';

/**
 * Content that does not hash to its digest is set aside: it is given to nobody, and stays with its labels, which say where it
 * can be had, until it is fetched anew. The label's value is when that was found.
 */
export const corruptLabel = 'ociscope/corrupt';

export async function setAside(store: ContentStore, digest: Digest, now: Date): Promise<void> {
  await store.update({ digest, labels: { [corruptLabel]: now.toISOString() } }, `labels.${corruptLabel}`);
}

/** @throws AppError data_loss (corrupt) where content was set aside */
export function assertSound({ digest, labels }: Info): void {
  if (labels[corruptLabel] === undefined) return;
  throw new AppError('data_loss', `content "${digest}" was found damaged at ${labels[corruptLabel]}`, {
    reason: 'corrupt',
    detail: { digest },
  });
}

/** The labels of damaged content that what takes its place gets. */
export function soundLabels({ [corruptLabel]: _, ...labels }: Info['labels']): Info['labels'] {
  return labels;
}
