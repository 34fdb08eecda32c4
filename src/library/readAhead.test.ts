import { expect, it } from 'vitest';
import { createReadAhead } from './readAhead.ts';

it('reads a few ahead, each once, and buffers at most the limit', async () => {
  const read: number[] = [];
  const { ahead, get } = createReadAhead(async (key: number) => {
    read.push(key);
    return key * 10;
  }, 2);
  ahead([1, 2, 3, 2, 4]);
  expect(read).toEqual([1, 2]);
  expect(await get(1)).toBe(10);
  expect(read).toEqual([1, 2, 3]);
  expect([await get(4), await get(2), await get(3)]).toEqual([40, 20, 30]);
  ahead([1, 4]);
  expect(await get(7)).toBe(70);
  expect(read).toEqual([1, 2, 3, 4, 7]);
});

it('reports a failure to the caller of that item only', async () => {
  const { ahead, get } = createReadAhead(async (key: string) => {
    throw new Error(key);
  }, 2);
  ahead(['a', 'b']);
  await expect(get('b')).rejects.toThrow('b');
});
