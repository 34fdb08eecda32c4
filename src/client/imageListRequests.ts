import { type ImageLists, type ListsChange, listsUrl, readLists, readRecord } from '../api/index.ts';
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
