import { expect } from 'vitest';
import type { ContentStore, Info } from '../../content/index.ts';
import type { ErrorCode } from '../../errors/index.ts';
import { type Digest, digestBytes } from '../../oci/index.ts';

/** The store of the current test. */
export type CurrentStore = () => ContentStore;

/** A digest of content that is never stored. */
export const nowhere = `sha256:${'0'.repeat(64)}`;

/** Sizes that fill one piece of an ingest, or several. */
export const pieceBytes = 2 ** 18;

/** Advances a millisecond each time it is read. */
export function createTickingClock(): () => Date {
  let now = Date.UTC(2024, 0, 1);
  return () => new Date(now++);
}

/** Random-looking bytes that are the same in each run (xorshift32). */
export function makeBytes(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let state = seed * 2654435761 + length + 1;
  for (let index = 0; index < length; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[index] = state;
  }
  return bytes;
}

export function sha256(bytes: Uint8Array): Promise<Digest> {
  return digestBytes('sha256', bytes);
}

/** Stores bytes under their digest and returns it. */
export async function storeBytes(
  store: ContentStore,
  bytes: Uint8Array,
  labels?: Readonly<Record<string, string>>,
): Promise<Digest> {
  const digest = await sha256(bytes);
  const writer = await store.writer(`store-${digest}`, { digest });
  await writer.write(bytes);
  await writer.commit(bytes.length, digest, labels);
  return digest;
}

export async function readAll(store: ContentStore, digest: string): Promise<Uint8Array> {
  const reader = await store.readerAt({ digest });
  try {
    return await reader.readAt(0, reader.size);
  } finally {
    await reader.close();
  }
}

export async function expectCode(promise: Promise<unknown>, code: ErrorCode): Promise<void> {
  await expect(promise).rejects.toMatchObject({ name: 'AppError', code });
}

export async function listRefs(store: ContentStore): Promise<string[]> {
  return (await store.listStatuses()).map(({ ref }) => ref);
}

/** `toEqual` takes seconds to compare a mebibyte. */
export function expectBytes(actual: Uint8Array, expected: Uint8Array): void {
  expect(actual.length).toBe(expected.length);
  expect(actual.findIndex((byte, index) => byte !== expected[index])).toBe(-1);
}

/** Returns the digests that a walk by a label visits. */
export async function labelled(store: ContentStore, prefix: string): Promise<readonly Info[]> {
  const infos: Info[] = [];
  await store.walk((info) => void infos.push(info), { labelled: prefix });
  return infos;
}
