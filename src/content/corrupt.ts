import { AppError } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import type { ContentStore, Info } from './contract.ts';

/**
 * Content that does not hash to its digest is set aside: it is given to nobody, and stays with its labels, which say where it
 * can be had, until it is fetched anew. The label's value is when that was found.
 */
export const corruptLabel = 'ociscope/corrupt';

export async function quarantine(store: ContentStore, digest: Digest, now: Date): Promise<void> {
  await store.update({ digest, labels: { [corruptLabel]: now.toISOString() } }, `labels.${corruptLabel}`);
}

/** @throws AppError data_loss (corrupt) where content was set aside */
export function assertNotCorrupt({ digest, labels }: Info): void {
  if (labels[corruptLabel] === undefined) return;
  throw new AppError('data_loss', `content "${digest}" was found damaged at ${labels[corruptLabel]}`, {
    reason: 'corrupt',
    detail: { digest },
  });
}

/** The labels of damaged content that what takes its place gets. */
export function labelsWithoutCorruption({ [corruptLabel]: _, ...labels }: Info['labels']): Info['labels'] {
  return labels;
}

/** Reports whether stored content was not found corrupt and has a body of its length. Hashes nothing. */
export async function isIntact(store: Pick<ContentStore, 'hasBody'>, { digest, labels }: Info): Promise<boolean> {
  return labels[corruptLabel] === undefined && (await store.hasBody(digest));
}

/** @throws AppError data_loss (corrupt) unless `isIntact` */
export async function assertIntact(store: Pick<ContentStore, 'hasBody'>, info: Info): Promise<void> {
  assertNotCorrupt(info);
  if (await store.hasBody(info.digest)) return;
  throw new AppError('data_loss', `content "${info.digest}" has lost bytes`, {
    reason: 'corrupt',
    detail: { digest: info.digest },
  });
}

/** When the bytes were last hashed and matched, at the latest when they were written; undefined once found corrupt. */
export function verifiedAtOf({ labels, verifiedAt, createdAt }: Info): Date | undefined {
  return labels[corruptLabel] === undefined ? (verifiedAt ?? createdAt) : undefined;
}
