import { AppError } from '../errors/index.ts';
import type { Digest } from '../oci/index.ts';
import type { ContentStore, Info } from './contract.ts';

/**
 * Label of quarantined content: content that does not hash to its digest. It is never returned, and stays with its source
 * labels until it is downloaded again. The value is the time it was found.
 */
export const corruptLabel = 'ociscope/corrupt';

export async function quarantine(store: ContentStore, digest: Digest, now: Date): Promise<void> {
  await store.update({ digest, labels: { [corruptLabel]: now.toISOString() } }, `labels.${corruptLabel}`);
}

/** @throws AppError data_loss (corrupt) if the content is quarantined */
export function assertNotCorrupt({ digest, labels }: Info): void {
  if (labels[corruptLabel] === undefined) return;
  throw new AppError('data_loss', `content "${digest}" was found corrupt at ${labels[corruptLabel]}`, {
    reason: 'corrupt',
    detail: { digest },
  });
}

/** Returns the labels of corrupt content for the content that replaces it. */
export function labelsWithoutCorruption({ [corruptLabel]: _, ...labels }: Info['labels']): Info['labels'] {
  return labels;
}

/** Reports whether stored content is not marked corrupt and has a body of its length. Hashes nothing. */
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

/**
 * Returns the time when the bytes were last hashed and matched, at the earliest when they were written; undefined if marked
 * corrupt.
 */
export function verifiedAtOf({ labels, verifiedAt, createdAt }: Info): Date | undefined {
  return labels[corruptLabel] === undefined ? (verifiedAt ?? createdAt) : undefined;
}
