import type { AppError } from '../../errors/index.ts';
import { type Descriptor, isSchema1Type } from '../../oci/index.ts';
import { groupDigits } from '../kit/format.ts';
import type { TreeRow } from './tree.ts';

/** Whether a failure means that bytes came which are not what their digest names: stored ones, or a registry's. */
export function isCorrupt({ reason }: AppError): boolean {
  return reason === 'corrupt' || reason === 'digest_mismatch';
}

/**
 * Both sizes in words, where content is not as long as what led to it says; '' where it is, or where nothing is said. Of
 * schema1 some count the signatures and some do not.
 */
export function sizeMismatch(descriptor: Descriptor | undefined, length: number | undefined): string {
  if (descriptor?.size === undefined || length === undefined || descriptor.size === BigInt(length)) return '';
  if (isSchema1Type(descriptor.mediaType)) return '';
  return `${groupDigits(length)}, not ${groupDigits(descriptor.size)} bytes`;
}

/** How far a row's content is proved, and that in words where there is anything to say. */
export function rowProof(
  { node, error, length }: TreeRow,
  isHere: boolean | undefined,
): readonly [state: 'failed' | 'differs' | 'absent' | 'here', words: string] {
  if (error) return ['failed', isCorrupt(error) ? 'corrupt' : 'could not be read'];
  const difference = sizeMismatch(node.descriptor, length);
  if (difference) return ['differs', `size differs: ${difference}`];
  if (isHere !== false) return ['here', ''];
  return length === undefined ? ['absent', 'not downloaded'] : ['here', 'not stored'];
}
