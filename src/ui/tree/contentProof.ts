import type { AppError } from '../../errors/index.ts';
import { type Descriptor, isSchema1Type } from '../../oci/index.ts';
import { groupDigits } from '../kit/format.ts';
import type { TreeRow } from './tree.ts';

/** Reports whether a failure means that stored or received bytes do not match their digest. */
export function isCorrupt({ reason }: AppError): boolean {
  return reason === 'corrupt' || reason === 'digest_mismatch';
}

/**
 * Returns both sizes if content is not as long as its descriptor states; '' otherwise. Schema 1 is left out: some producers
 * count the signatures and some do not.
 */
export function sizeMismatch(descriptor: Descriptor | undefined, length: number | undefined): string {
  if (descriptor?.size === undefined || length === undefined || descriptor.size === BigInt(length)) return '';
  if (isSchema1Type(descriptor.mediaType)) return '';
  return `${groupDigits(length)}, not ${groupDigits(descriptor.size)} bytes`;
}

/** Returns the state of a row's content, and a text if there is anything to report. */
export function rowProof(
  { node, error, length }: TreeRow,
  isStored: boolean | undefined,
): readonly [state: 'failed' | 'differs' | 'missing' | 'stored', text: string] {
  if (error) return ['failed', isCorrupt(error) ? 'corrupt' : 'could not be read'];
  const difference = sizeMismatch(node.descriptor, length);
  if (difference) return ['differs', `size differs: ${difference}`];
  if (isStored !== false) return ['stored', ''];
  return length === undefined ? ['missing', 'not downloaded'] : ['stored', 'not stored'];
}
