import { expect, it } from 'vitest';
import { byteCount, totalSize } from './index.ts';

it.each<[readonly (bigint | undefined)[], bigint | undefined]>([
  [[], 0n],
  [[30_000_000n, 0n], 30_000_000n],
  [[30_000_000n, -1n], undefined],
  [[-1n], undefined],
  [[5n, undefined], undefined],
  [[2n ** 63n - 1n, 1n], 2n ** 63n],
])('totalSize adds up %s to %s', (sizes, total) => {
  expect(totalSize(sizes.map((size) => (size === undefined ? {} : { size })))).toBe(total);
});

it.each([
  [0n, 0],
  [12n, 12],
  [2n ** 53n - 1n, Number.MAX_SAFE_INTEGER],
  [2n ** 53n, undefined],
  [-1n, undefined],
  [undefined, undefined],
  [1.5, undefined],
  [Number.NaN, undefined],
])('byteCount reads %s as %s bytes', (size, bytes) => {
  expect(byteCount(size)).toBe(bytes);
});
