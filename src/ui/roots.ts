import type { QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { RootsTold } from '../api/index.ts';
import { tellRoots } from '../client/index.ts';
import { asAppError } from '../errors/index.ts';
import { type Environment, useEnvironment } from './environment.ts';
import { kept } from './kept.ts';
import { type OpenedList, parseOpened } from './opened.ts';
import { pins } from './pins.ts';
import { recents } from './recent.ts';
import { localStorageOf } from './storage.ts';

/** The first tree comes before it; of many changes at once the last is told. */
const quietMs = 1000;

/** In the cache: why the last telling failed, null where it did not. */
export const rootsKey = ['roots'];

/** Tells what is not told yet. Whether anything was. */
type Teller = () => Promise<boolean>;

const tellers = new WeakMap<QueryClient, Teller>();

/**
 * Keeps the worker told what is pinned and recent, for as long as the page is open: a moment after it is there, and after this
 * tab or another changes it. What fails is said by the page of what is stored, and told again with the next change: nothing else
 * waits for it.
 */
export function useRootsTold(): void {
  const environment = useEnvironment();
  useEffect(() => void tellerOf(environment), [environment]);
}

/** Tells the worker now what it was not told yet. The same is told once. @throws AppError of the worker */
export async function tellRootsNow(environment: Environment): Promise<void> {
  await tellerOf(environment)();
}

function tellerOf({ client, queries, window }: Environment): Teller {
  const known = tellers.get(queries);
  if (known) return known;
  let told = '';
  let timer = 0;
  let last = Promise.resolve(false);
  const tell = async () => {
    const roots = readRoots(window);
    const text = JSON.stringify(roots);
    if (text === told) return false;
    try {
      await tellRoots(client, roots);
      told = text;
      queries.setQueryData(rootsKey, null);
      return true;
    } catch (error) {
      queries.setQueryData(rootsKey, asAppError(error).message);
      throw error;
    }
  };
  // One after the other, so that the last one told is the newest.
  const teller = () => {
    last = last.then(tell, tell);
    return last;
  };
  const tellLater = async () => {
    // Which images are kept may be another then.
    if (await teller()) await queries.invalidateQueries({ queryKey: ['content'] });
  };
  const changed = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => tellLater().catch(() => undefined), quietMs);
  };
  for (const event of ['storage', pins.key, kept.key, recents.key]) window.addEventListener(event, changed);
  changed();
  tellers.set(queries, teller);
  return teller;
}

function readRoots(window: Window): RootsTold {
  const rootsOf = (list: OpenedList) =>
    parseOpened(localStorageOf(window)?.getItem(list.key), list).map(({ reference, digest }) => ({
      reference,
      ...(digest === undefined ? {} : { digest }),
    }));
  // What is kept offline stays as what is pinned does.
  return { pinned: [...rootsOf(pins), ...rootsOf(kept)], recent: rootsOf(recents) };
}
