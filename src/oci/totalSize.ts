import type { Descriptor } from './descriptor.ts';

type Sized = Pick<Descriptor, 'size'>;

/** Returns the sum of all sizes in bytes; undefined if a size is missing (schema1) or negative, since the sum would be wrong. */
export function totalSize(descriptors: readonly Sized[]): bigint | undefined {
  let total = 0n;
  for (const { size } of descriptors) {
    if (size === undefined || size < 0n) return undefined;
    total += size;
  }
  return total;
}

/** Returns a stated size as a number of bytes; undefined if it is missing, negative or greater than 2^53 − 1. */
export function byteCount(size: bigint | number | undefined): number | undefined {
  const bytes = size === undefined ? Number.NaN : Number(size);
  return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : undefined;
}
