import { describe, expect, it } from 'vitest';
import { WriteQueue } from './writeQueue.ts';

/** A write that ends when the test says so. */
function slowWrites() {
  const written: number[][] = [];
  const waiting: (() => void)[] = [];
  const write = async (bytes: Uint8Array) => {
    written.push([...bytes.subarray(0, 8)]);
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return { written, queue: new WriteQueue(write), next: () => waiting.shift()?.() };
}

const endOfTurn = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('the write queue', () => {
  it('writes the first item at once, and later ones together', async () => {
    const { queue, written, next } = slowWrites();
    for (const byte of [1, 2, 3]) await queue.add(Uint8Array.of(byte, byte));
    expect(written).toEqual([[1, 1]]);
    next();
    await endOfTurn();
    expect(written).toEqual([
      [1, 1],
      [2, 2, 3, 3],
    ]);
    const ended = queue.end();
    next();
    await ended;
  });

  it('makes its caller wait while more than a mebibyte is queued', async () => {
    const { queue, next } = slowWrites();
    await queue.add(Uint8Array.of(1));
    await queue.add(new Uint8Array(2 ** 20));
    let isOver = false;
    const added = queue.add(Uint8Array.of(2)).then(() => {
      isOver = true;
    });
    await endOfTurn();
    expect(isOver).toBe(false);
    next();
    await endOfTurn();
    next();
    await added;
  });

  it('fails with the first failure from then on, and writes nothing more', async () => {
    let writes = 0;
    const queue = new WriteQueue(async () => {
      writes++;
      throw new Error('full');
    });
    await queue.add(Uint8Array.of(1)).catch(() => undefined);
    await endOfTurn();
    await expect(queue.add(Uint8Array.of(2))).rejects.toThrow('full');
    await expect(queue.end()).rejects.toThrow('full');
    expect(writes).toBe(1);
  });
});
