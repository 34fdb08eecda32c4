import type { Descriptor } from './descriptor.ts';

type Sized = Pick<Descriptor, 'size'>;

/** Returns the bytes of all together; undefined if the size of one is missing (schema1) or below zero, since then no sum is right. */
export function totalSize(descriptors: readonly Sized[]): bigint | undefined {
  let total = 0n;
  for (const { size } of descriptors) {
    if (size === undefined || size < 0n) return undefined;
    total += size;
  }
  return total;
}

/** Returns a stated size as a number of bytes that can be added up; undefined if it is missing, below zero or beyond 2^53 − 1. */
export function byteCount(size: bigint | number | undefined): number | undefined {
  const bytes = size === undefined ? Number.NaN : Number(size);
  return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : undefined;
}
