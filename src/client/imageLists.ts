import { type ImageLists, type ListsChange, listsUrl, readLists, readRecord } from '../api/index.ts';
import type { Client } from './contract.ts';

/** Pinned and offline images, as they are on disk. */
export async function readImageLists({ ask }: Pick<Client, 'ask'>): Promise<ImageLists> {
  return readLists(await (await ask({ url: listsUrl })).json());
}

/** Changes the lists unless they were changed since `revision`; gives what is on disk then, and whether it is this change. */
export async function changeImageLists(
  { ask }: Pick<Client, 'ask'>,
  change: ListsChange,
): Promise<{ readonly lists: ImageLists; readonly isChanged: boolean }> {
  const answer: unknown = await (await ask({ url: listsUrl, method: 'POST', body: JSON.stringify(change) })).json();
  return { lists: readLists(answer), isChanged: readRecord(answer).isChanged === true };
}
