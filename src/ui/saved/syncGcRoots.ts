import type { QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { RootsTold } from '../../api/index.ts';
import { localStorageOf, tellRoots } from '../../client/index.ts';
import { asAppError } from '../../errors/index.ts';
import { type Environment, useEnvironment } from '../state/environment.ts';
import { storeChanged } from '../state/storeChanged.ts';
import { parseSavedImages, recents } from './savedImages.ts';
import { savedListsOf } from './savedLists.ts';

/** Debounce; only the last of several changes is sent, and the first tree loads before. */
const quietMs = 1000;

/** Query key of the last report's error message; null if it succeeded. */
export const gcRootsKey = ['roots'];

/** Sends the roots to the worker if they changed. Resolves to true if something was sent. */
type Sync = () => Promise<boolean>;

const syncs = new WeakMap<QueryClient, Sync>();

/**
 * Reports recent images to the worker while the page is open: shortly after the first render, and after this tab or another
 * changes the list. The storage page shows a failure; the next change retries. Pinned and offline images are in the worker already.
 */
export function useGcRootsSync(): void {
  const environment = useEnvironment();
  useEffect(() => void syncOf(environment), [environment]);
}

/** Reports changed roots to the worker now; unchanged roots are not sent again. @throws AppError of the worker */
export async function syncGcRootsNow(environment: Environment): Promise<void> {
  await syncOf(environment)();
}

function syncOf(environment: Environment): Sync {
  const { client, queries, window } = environment;
  const saved = savedListsOf(environment);
  const known = syncs.get(queries);
  if (known) return known;
  let sent = '';
  let timer = 0;
  let last = Promise.resolve(false);
  const send = async () => {
    const roots = readRoots(window);
    const text = JSON.stringify(roots);
    if (text === sent) return false;
    try {
      // Pages of older releases reported pins as roots: they must be on the saved list before the report drops them.
      await saved.merged();
      await tellRoots(client, roots);
      sent = text;
      queries.setQueryData(gcRootsKey, null);
      return true;
    } catch (error) {
      queries.setQueryData(gcRootsKey, asAppError(error).message);
      throw error;
    }
  };
  // Serialised, so that the last report is the newest.
  const sync = () => {
    last = last.then(send, send);
    return last;
  };
  const syncAndRefresh = async () => {
    // The worker may evict other images now.
    if (await sync()) await storeChanged(environment);
  };
  const schedule = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => syncAndRefresh().catch(() => undefined), quietMs);
  };
  for (const event of ['storage', recents.key]) window.addEventListener(event, schedule);
  saved.lists.subscribe(() => void storeChanged(environment));
  schedule();
  syncs.set(queries, sync);
  return sync;
}

function readRoots(window: Window): RootsTold {
  const recent = parseSavedImages(localStorageOf(window).read(recents.key), recents);
  return {
    pinned: [],
    recent: recent.map(({ reference, digest }) => ({ reference, ...(digest === undefined ? {} : { digest }) })),
  };
}
