import type { QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { RootsTold } from '../../api/index.ts';
import { localStorageOf, tellRoots } from '../../client/index.ts';
import { asAppError } from '../../errors/index.ts';
import { type Environment, useEnvironment } from '../state/environment.ts';
import { storeChanged } from '../state/storeChanged.ts';
import { recents } from './recent.ts';
import { parseOpened } from './savedImages.ts';
import { savedListsOf } from './savedLists.ts';

/** The first tree comes before it; of many changes at once the last is told. */
const quietMs = 1000;

/** In the cache: why the last telling failed, null where it did not. */
export const rootsKey = ['roots'];

/** Tells what is not told yet. Whether anything was. */
type Teller = () => Promise<boolean>;

const tellers = new WeakMap<QueryClient, Teller>();

/**
 * Reports to the worker which images are recent, as long as the page is open: shortly after it is drawn, and after this tab or
 * another changes the list. A failure is shown by the storage page, and the report repeated with the next change: nothing else waits
 * for it. Pinned and offline images are in the worker already.
 */
export function useRootsTold(): void {
  const environment = useEnvironment();
  useEffect(() => void tellerOf(environment), [environment]);
}

/** Tells the worker now what it was not told yet. The same is told once. @throws AppError of the worker */
export async function tellRootsNow(environment: Environment): Promise<void> {
  await tellerOf(environment)();
}

function tellerOf(environment: Environment): Teller {
  const { client, queries, window } = environment;
  const saved = savedListsOf(environment);
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
      // A page of an older release reported pins here: they must be on the saved list before they are forgotten.
      await saved.merged();
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
    if (await teller()) await storeChanged(environment);
  };
  const changed = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => tellLater().catch(() => undefined), quietMs);
  };
  for (const event of ['storage', recents.key]) window.addEventListener(event, changed);
  saved.addEventListener('change', () => void storeChanged(environment));
  changed();
  tellers.set(queries, teller);
  return teller;
}

function readRoots(window: Window): RootsTold {
  const recent = parseOpened(localStorageOf(window).read(recents.key), recents);
  return {
    pinned: [],
    recent: recent.map(({ reference, digest }) => ({ reference, ...(digest === undefined ? {} : { digest }) })),
  };
}
