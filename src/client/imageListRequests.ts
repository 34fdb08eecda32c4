import {
  type ImageLists,
  type ListsChange,
  listsUrl,
  type RootsTold,
  readLists,
  readRecord,
  rootsUrl,
} from '../api/index.ts';
import type { Client } from './contract.ts';

/** Returns the stored lists of pinned and offline images. */
export async function readImageLists({ ask }: Pick<Client, 'ask'>): Promise<ImageLists> {
  return readLists(await (await ask({ url: listsUrl })).json());
}

/** Changes the lists unless they were changed since `revision`. Returns the stored lists and whether this change was applied. */
export async function changeImageLists(
  { ask }: Pick<Client, 'ask'>,
  change: ListsChange,
): Promise<{ readonly lists: ImageLists; readonly isChanged: boolean }> {
  const answer: unknown = await (await ask({ url: listsUrl, method: 'POST', body: JSON.stringify(change) })).json();
  return { lists: readLists(answer), isChanged: readRecord(answer).isChanged === true };
}

/** Reports pinned and recently opened images, which the worker cannot read from localStorage. Each page does this. */
export async function tellRoots({ ask }: Pick<Client, 'ask'>, roots: RootsTold): Promise<void> {
  const answer = await ask({ url: rootsUrl, method: 'POST', body: JSON.stringify(roots) });
  await answer.body?.cancel();
}
