import type { QueryClient } from '@tanstack/react-query';
import { type ImageLists, type ListEntry, type ListName, noLists } from '../../api/index.ts';
import { type Client, changeImageLists, listenToWorkers, readImageLists } from '../../client/index.ts';
import { type AppError, asAppError } from '../../errors/index.ts';
import type { Environment } from '../state/environment.ts';
import { mergeOlder, mirrorLists } from './olderLists.ts';

type Entries = readonly ListEntry[];
/** Gives the entries to be; undefined to change nothing, as where there is no room. */
export type EntriesChange = (entries: Entries) => Entries | undefined;

/** Another tab may change the lists between each read and write of this one. */
const maxAttempts = 20;

/**
 * Pinned and offline images. They are on disk, in the worker's database, before they are here: what is listed is promised never to
 * be evicted. Read once the page is drawn, and again when a worker reports a change; `change` is dispatched then.
 */
export class SavedLists extends EventTarget {
  /** Resolves when the lists were read, or could not be. */
  readonly ready: Promise<unknown>;
  /** Why the last read or change did not work. */
  failure: AppError | undefined;
  #isMerged = false;
  readonly #client: Pick<Client, 'ask'>;
  readonly #window: Window;
  #lists: ImageLists = noLists;
  /** One request after the other, so that the last answer is the newest. */
  #last: Promise<unknown> = Promise.resolve();

  constructor({ client, window }: { readonly client: Pick<Client, 'ask'>; readonly window: Window }) {
    super();
    [this.#client, this.#window] = [client, window];
    // Before the first read, so that no change is missed.
    listenToWorkers(window, (event) => {
      if (event.type === 'lists' && event.revision > this.#lists.revision) void this.#read();
    });
    // Written by another tab: a copy of the lists, which says nothing, or a change of a page of an older release.
    window.addEventListener('storage', () => void this.#inOrder(() => this.#change((_, older) => older)));
    this.ready = this.#read();
  }

  /** The same array until it changes. */
  entries(name: ListName): Entries {
    return this.#lists[name];
  }

  /** Resolves when the change is on disk; false if it could not be made, or there is no room. */
  async change(name: ListName, change: EntriesChange): Promise<boolean> {
    const isChanged = await this.#inOrder(() =>
      this.#change((lists) => {
        const entries = change(lists[name]);
        return entries && { [name]: entries };
      }),
    );
    return isChanged === true;
  }

  /** Resolves when the worker has what was only in localStorage before. @throws AppError if that did not work */
  async merged(): Promise<void> {
    await this.ready;
    if (!this.#isMerged) await this.#read();
    if (!this.#isMerged && this.failure) throw this.failure;
  }

  #read(): Promise<unknown> {
    return this.#inOrder(async () => {
      this.#adopt(await readImageLists(this.#client));
      await this.#change((_, older) => older);
      mirrorLists(this.#window, this.#lists);
      this.#isMerged = true;
    });
  }

  async #change(
    change: (lists: ImageLists, older: Partial<ImageLists> | undefined) => Partial<ImageLists> | undefined,
  ): Promise<boolean> {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const { revision } = this.#lists;
      // Before each attempt: a database that was lost meanwhile is filled again.
      const older = mergeOlder(this.#window, this.#lists);
      const changed = change({ ...this.#lists, ...older }, older);
      if (!changed) return false;
      const { lists, isChanged } = await changeImageLists(this.#client, { ...older, ...changed, revision });
      this.#adopt(lists);
      if (isChanged) {
        mirrorLists(this.#window, lists);
        return true;
      }
    }
    return false;
  }

  #adopt(lists: ImageLists): void {
    this.#lists = lists;
    this.dispatchEvent(new Event('change'));
  }

  /** Undefined if it failed, for the reason in `failure`. */
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

/** One for each page. */
export function savedListsOf(environment: Pick<Environment, 'queries' | 'client' | 'window'>): SavedLists {
  const { queries } = environment;
  const saved = known.get(queries) ?? new SavedLists(environment);
  known.set(queries, saved);
  return saved;
}
