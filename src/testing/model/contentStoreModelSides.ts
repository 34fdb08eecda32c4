import { expect } from 'vitest';
import type { ContentDescriptor, ContentReader, ContentStore, Info, Writer } from '../../content/index.ts';
import { isAppError } from '../../errors/index.ts';
import type { Digest } from '../../oci/index.ts';
import type { ContentStoreModel } from './contentStoreModel.ts';
import { type Bytes, hash, type Labels } from './contentStoreModelState.ts';
import type { ContentStoreModelWriter } from './contentStoreModelWriter.ts';

interface ComparedWriter extends Pick<Writer, 'write' | 'truncate' | 'close'> {
  digest(): Digest | Promise<Digest>;
  commit(size: number, expected?: string, labels?: Labels): Promise<void>;
}

/** The common interface of a store and its model. */
interface ComparedStore extends Pick<ContentStore, 'status' | 'listStatuses' | 'abort' | 'info' | 'update' | 'delete'> {
  writer(ref: string, descriptor?: Partial<ContentDescriptor>): Promise<ComparedWriter>;
  walk(visit: (info: Info) => void): Promise<void>;
  readerAt(descriptor: ContentDescriptor): Promise<ContentReader>;
}

/** One of the two sides that commands run on, with the last writer of each ref, open or not. */
export interface Side {
  readonly store: ComparedStore;
  readonly writers: Map<string, ComparedWriter>;
}

export interface ModelSide extends Side {
  readonly store: ContentStoreModel;
  readonly writers: Map<string, ContentStoreModelWriter>;
}

/** Does the same on both sides, and expects the same result. */
export async function compare(model: Side, store: Side, act: (side: Side) => Promise<unknown>): Promise<void> {
  const expected = await outcomeOf(act(model));
  expect(await outcomeOf(act(store))).toEqual(expected);
}

/** Everything visible in a store. */
export async function lookAt({ store }: Side): Promise<unknown> {
  const infos: Info[] = [];
  await store.walk((info) => {
    infos.push(info);
  });
  const bytes = await Promise.all(infos.map(({ digest, size }) => readPart(store, digest, 0, size + 1)));
  return { infos, bytes, statuses: await store.listStatuses() };
}

export async function readPart(store: ComparedStore, digest: string, offset: number, length: number): Promise<unknown> {
  const reader = await store.readerAt({ digest });
  const bytes = await reader.readAt(offset, length);
  await reader.close();
  return { size: reader.size, info: reader.info, bytes };
}

async function outcomeOf(acting: Promise<unknown>): Promise<unknown> {
  try {
    return { result: await describe(await acting) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { code: error.code, ...(error.code === 'failed_precondition' ? { reason: error.reason } : {}) };
  }
}

/** With bytes as their length and digest, and times by their relative order: each side has its own clock. */
async function describe(result: unknown): Promise<unknown> {
  const times = [...new Set(listTimes(result))].sort((a, b) => a - b);
  const visit = async (value: unknown): Promise<unknown> => {
    if (value instanceof Date) return `time ${times.indexOf(value.getTime())}`;
    if (value instanceof Uint8Array) return `${value.length} bytes, ${await hash('sha256', copyOf(value))}`;
    if (Array.isArray(value)) return Promise.all(value.map(visit));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(async ([key, part]) => [key, await visit(part)]);
    return Object.fromEntries(await Promise.all(entries));
  };
  return visit(result);
}

function listTimes(value: unknown): readonly number[] {
  if (value instanceof Date) return [value.getTime()];
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  return Object.values(value).flatMap(listTimes);
}

function copyOf(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}
