import type fc from 'fast-check';
import { expect } from 'vitest';
import type { ContentStore, Writer } from '../../content/index.ts';
import { digestAlgorithm } from '../../oci/index.ts';
import { compare, type ModelSide, type Side } from './contentStoreModelSides.ts';
import { type Bytes, hash } from './contentStoreModelState.ts';
import type { ContentStoreModelWriter } from './contentStoreModelWriter.ts';

/** A place for content, in which stores are opened one after the other. */
export interface StorePlace {
  /** Maximum bytes of an open ingest that may be lost when the process ends. */
  readonly pieceBytes: number;
  open(): ContentStore | Promise<ContentStore>;
  /** Unlocks what stores that were not closed still hold, if the place has processes to end. */
  endProcess?(): void;
  /** Lists leftovers that no store shows. */
  countRecords?(): Promise<number>;
}

/** The store of a place that commands run on. */
export class PlacedStore implements Side {
  readonly place: StorePlace;
  readonly writers = new Map<string, Writer>();
  #store: ContentStore;

  constructor(place: StorePlace, store: ContentStore) {
    this.place = place;
    this.#store = store;
  }

  get store(): ContentStore {
    return this.#store;
  }

  async close(): Promise<void> {
    const { store } = this;
    if ('close' in store && typeof store.close === 'function') await store.close();
  }

  async open(): Promise<void> {
    this.#store = await this.place.open();
  }
}

type ProcessCommand = fc.AsyncCommand<ModelSide, PlacedStore>;

export const reopenCommand: ProcessCommand = {
  check: () => true,
  run: async (model, store) => {
    await model.store.close();
    await store.close();
    await store.open();
  },
  toString: () => 'close and open the store',
};

/** Closes nothing. The store reports what is left of the open ingests, within the limits of the model. */
export const crashCommand: ProcessCommand = {
  check: () => true,
  run: async (model, store) => {
    const open = model.store.endProcess();
    store.place.endProcess?.();
    await store.open();
    for (const side of [model, store]) side.writers.clear();
    for (const writer of open) await settle(writer, model, store);
  },
  toString: () => 'kill the process, and open the store in another',
};

async function settle(writer: ContentStoreModelWriter, model: ModelSide, store: PlacedStore): Promise<void> {
  const left = await findLeft(writer, store);
  model.store.settle(writer.ref, left);
  if (left === undefined) return;
  // It is not known which write was the last to be stored: one more makes both sides agree on the time.
  await compare(model, store, async (side) => {
    const next = await side.store.writer(writer.ref);
    await next.write(new Uint8Array(0));
    await next.close();
    return side.store.status(writer.ref);
  });
}

async function findLeft(writer: ContentStoreModelWriter, { store, place }: PlacedStore): Promise<Bytes | undefined> {
  const { ref } = writer;
  const status = (await store.listStatuses()).find((status) => status.ref === ref);
  if (status === undefined) {
    expect(writer.mayVanish(place.pieceBytes), `the ingest of "${ref}" may be gone`).toBe(true);
    return undefined;
  }
  const next = await store.writer(ref);
  const digest = next.digest();
  await next.close();
  const bytes = writer.remainsAt(status.offset, place.pieceBytes);
  expect(bytes && (await hash(digestAlgorithm(digest), bytes)), `what is left of "${ref}"`).toBe(digest);
  return bytes;
}
