import type { QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type Client, createLists } from '../../../client/index.ts';
import { createStore, useStore } from '../../kit/createStore.ts';
import { type Environment, useEnvironment } from '../../state/environment.ts';
import { type ListScope, scopeKey } from './typedScope.ts';

export const debounceMs = 200;

/** Reads the first page of a list. */
export type ReadList = (scope: ListScope, signal: AbortSignal) => Promise<readonly string[]>;

/**
 * Lists of registries that complete a typed text. Each is requested once in the lifetime of the page, 200 ms after the last change
 * of the text, one at a time. A request that is no longer wanted is cancelled. Failures are not reported: suggestions are optional.
 */
export class NameLists {
  /** Names by `scopeKey`. */
  readonly lists = createStore<ReadonlyMap<string, readonly string[]>>(new Map());
  readonly #window: Pick<Window, 'setTimeout' | 'clearTimeout'>;
  readonly #read: ReadList;
  #timer: number | undefined;
  #request: { readonly key: string; readonly controller: AbortController } | undefined;
  /** The list that failed last; it is requested again after another one was wanted. */
  #failed: string | undefined;

  constructor({
    window,
    read,
  }: {
    readonly window: Pick<Window, 'setTimeout' | 'clearTimeout'>;
    readonly read: ReadList;
  }) {
    this.#window = window;
    this.#read = read;
  }

  /** Requests a list, unless it is known. Undefined if none is wanted any more. */
  want(scope: ListScope | undefined): void {
    this.#window.clearTimeout(this.#timer);
    const key = scope && scopeKey(scope);
    if (this.#request && this.#request.key !== key) {
      this.#request.controller.abort();
      this.#request = undefined;
    }
    if (key !== this.#failed) this.#failed = undefined;
    if (!scope || key === undefined || this.#request || key === this.#failed || this.lists.get().has(key)) return;
    this.#timer = this.#window.setTimeout(() => void this.#send(scope, key), debounceMs);
  }

  async #send(scope: ListScope, key: string): Promise<void> {
    const controller = new AbortController();
    const request = { key, controller };
    this.#request = request;
    try {
      const names = await this.#read(scope, controller.signal);
      if (!controller.signal.aborted) this.lists.set(new Map([...this.lists.get(), [key, names]]));
    } catch {
      if (!controller.signal.aborted) this.#failed = key;
    } finally {
      if (this.#request === request) this.#request = undefined;
    }
  }
}

const known = new WeakMap<QueryClient, NameLists>();

/** Returns the names of a list as far as they are known, and requests them. `typed` restarts the delay. */
export function useNameList(scope: ListScope | undefined, typed: string): readonly string[] {
  const names = nameListsOf(useEnvironment());
  const lists = useStore(names.lists);
  const key = scope && scopeKey(scope);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key identifies the scope, and each change of the text restarts the delay
  useEffect(() => names.want(scope), [names, key, typed]);
  useEffect(() => () => names.want(undefined), [names]);
  return (key !== undefined && lists.get(key)) || nothing;
}

const nothing: readonly string[] = [];

function nameListsOf({ client, queries, window }: Environment): NameLists {
  const names = known.get(queries) ?? new NameLists({ window, read: readFirstPage(client) });
  known.set(queries, names);
  return names;
}

/** Reads through the worker, which answers with stored names if the registry can't be reached. */
function readFirstPage(client: Pick<Client, 'ask'>): ReadList {
  const lists = createLists(client);
  return async (scope, signal) => {
    if (scope.kind === 'repositories') return (await lists.repositories(scope.host, { signal })).names;
    const { names } = await lists.tags(scope.repository, { signal });
    const { sortTags } = await import('../tags/tagOrder.ts');
    return sortTags(names);
  };
}
