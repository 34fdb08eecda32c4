import type { QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { RootsTold } from '../api/index.ts';
import { tellRoots } from '../client/index.ts';
import { asAppError } from '../errors/index.ts';
import { type Environment, useEnvironment } from './environment.ts';
import { type OpenedList, parseOpened } from './opened.ts';
import { pins } from './pins.ts';
import { recents } from './recent.ts';
import { localStorageOf } from './storage.ts';

/** The first tree comes before it; of many changes at once the last is told. */
const quietMs = 1000;

/** In the cache: why the last telling failed, null where it did not. */
export const rootsKey = ['roots'];

/** What is pinned and recent, as the worker is told. */
export function readRoots(window: Window): RootsTold {
  const rootsOf = (list: OpenedList) =>
    parseOpened(localStorageOf(window)?.getItem(list.key), list).map(({ reference, digest }) => ({
      reference,
      ...(digest === undefined ? {} : { digest }),
    }));
  return { pinned: rootsOf(pins), recent: rootsOf(recents) };
}

const telling = new WeakSet<QueryClient>();

/** Keeps the worker told, for as long as the page is open, from the first drawing of whatever has it. */
export function useRootsTold(): void {
  const { client, queries, window } = useEnvironment();
  useEffect(() => {
    if (telling.has(queries)) return;
    telling.add(queries);
    keepTellingRoots({ client, queries, window });
  }, [client, queries, window]);
}

/**
 * Tells the worker what is pinned and recent, a moment after the page is there, and again when this tab or another changes
 * it, for as long as the page is open. The same is told once. What fails is said by the page of what is stored, and told
 * again with the next change: nothing else waits for it.
 */
function keepTellingRoots({ client, queries, window }: Pick<Environment, 'client' | 'queries' | 'window'>): void {
  let told = '';
  let timer = 0;
  let last = Promise.resolve();
  const tell = async () => {
    const roots = readRoots(window);
    const text = JSON.stringify(roots);
    if (text === told) return;
    told = text;
    try {
      await tellRoots(client, roots);
      queries.setQueryData(rootsKey, null);
      // Which images are kept may be another now.
      await queries.invalidateQueries({ queryKey: ['content'] });
    } catch (error) {
      told = '';
      queries.setQueryData(rootsKey, asAppError(error).message);
    }
  };
  const changed = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      last = last.then(tell);
    }, quietMs);
  };
  for (const event of ['storage', pins.key, recents.key]) window.addEventListener(event, changed);
  changed();
}
