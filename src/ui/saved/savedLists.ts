import type { QueryClient } from '@tanstack/react-query';
import { type ImageLists, type ListEntry, type ListName, noLists } from '../../api/index.ts';
import { type Client, changeImageLists, listenToWorkers, readImageLists } from '../../client/index.ts';
import { type AppError, asAppError } from '../../errors/index.ts';
import { createStore } from '../kit/createStore.ts';
import type { Environment } from '../state/environment.ts';
import { mergeOlder, mirrorLists } from './olderLists.ts';

type Entries = readonly ListEntry[];
/** Returns the new entries; undefined to change nothing, as when the list is full. */
export type EntriesChange = (entries: Entries) => Entries | undefined;

/** Attempts before giving up: another tab may change the lists between a read and a write of this tab. */
const maxAttempts = 20;

/**
 * Pinned and offline images. A list shows an image only after the worker's database has it on disk, because a listed image is
 * promised never to be evicted. The lists are read after the first render, and again when a worker reports a change.
 */
export class SavedLists {
  readonly lists = createStore(noLists);
  /** Resolves after the first read, also if it failed. */
  readonly ready: Promise<unknown>;
  /** The error of the last read or change. */
  failure: AppError | undefined;
  #isMerged = false;
  readonly #client: Pick<Client, 'ask'>;
  readonly #window: Window;
  /** Serialises requests, so that the last response is the newest. */
  #last: Promise<unknown> = Promise.resolve();

  constructor({ client, window }: { readonly client: Pick<Client, 'ask'>; readonly window: Window }) {
    [this.#client, this.#window] = [client, window];
    // Listens before the first read, so that no change is missed.
    listenToWorkers(window, (event) => {
      if (event.type === 'lists' && event.revision > this.lists.get().revision) void this.#read();
    });
    // Another tab wrote: either a copy of these lists, which changes nothing, or a change by a page of an older release.
    window.addEventListener('storage', () => void this.#inOrder(() => this.#change((_, older) => older)));
    this.ready = this.#read();
  }

  /** Returns the same array until the list changes. */
  entries(name: ListName): Entries {
    return this.lists.get()[name];
  }

  /** Resolves to true once the change is on disk, to false if it failed or the list is full. */
  async change(name: ListName, change: EntriesChange): Promise<boolean> {
    const isChanged = await this.#inOrder(() =>
      this.#change((lists) => {
        const entries = change(lists[name]);
        return entries && { [name]: entries };
      }),
    );
    return isChanged === true;
  }

  /** Resolves once the worker has everything that was only in localStorage. @throws AppError if that failed */
  async merged(): Promise<void> {
    await this.ready;
    if (!this.#isMerged) await this.#read();
    if (!this.#isMerged && this.failure) throw this.failure;
  }

  #read(): Promise<unknown> {
    return this.#inOrder(async () => {
      this.lists.set(await readImageLists(this.#client));
      await this.#change((_, older) => older);
      mirrorLists(this.#window, this.lists.get());
      this.#isMerged = true;
    });
  }

  async #change(
    change: (lists: ImageLists, older: Partial<ImageLists> | undefined) => Partial<ImageLists> | undefined,
  ): Promise<boolean> {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const current = this.lists.get();
      const { revision } = current;
      // Repeated for each attempt, so that a database that was lost meanwhile is filled again.
      const older = mergeOlder(this.#window, current);
      const changed = change({ ...current, ...older }, older);
      if (!changed) return false;
      const { lists, isChanged } = await changeImageLists(this.#client, { ...older, ...changed, revision });
      this.lists.set(lists);
      if (isChanged) {
        mirrorLists(this.#window, lists);
        return true;
      }
    }
    return false;
  }

  /** Runs work after all earlier work. Resolves to undefined if it failed; `failure` has the error. */
  #inOrder<T>(work: () => Promise<T>): Promise<T | undefined> {
    const result = this.#last.then(async () => {
      try {
        this.failure = undefined;
        return await work();
      } catch (error) {
        this.failure = asAppError(error);
        return undefined;
      }
    });
    this.#last = result;
    return result;
  }
}

const known = new WeakMap<QueryClient, SavedLists>();

/** Returns the page's lists; there is one instance per page. */
export function savedListsOf(environment: Pick<Environment, 'queries' | 'client' | 'window'>): SavedLists {
  const { queries } = environment;
  const saved = known.get(queries) ?? new SavedLists(environment);
  known.set(queries, saved);
  return saved;
}
