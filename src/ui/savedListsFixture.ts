import { type ImageLists, type ListEntry, listsUrl, noLists, parseJson, parseListsChange } from '../api/index.ts';

/** The worker's lists of pinned and offline images, for tests of the page. */
export class FakeLists {
  lists: ImageLists = noLists;

  /** As on disk before the page is opened. */
  put(lists: Partial<Record<'pinned' | 'offline', readonly object[]>>): void {
    const entries = (list: readonly object[] = []): readonly ListEntry[] => list.map((entry) => ({ ...entry }));
    this.lists = {
      revision: this.lists.revision + 1,
      pinned: lists.pinned ? entries(lists.pinned) : this.lists.pinned,
      offline: lists.offline ? entries(lists.offline) : this.lists.offline,
    };
  }

  /** Undefined unless the request is for the lists. */
  answer({ url, body }: { readonly url: string; readonly body?: string | undefined }): Response | undefined {
    if (url !== listsUrl) return undefined;
    const { revision, ...change } = body === undefined ? this.lists : parseListsChange(parseJson(body));
    const isChanged = body !== undefined && revision === this.lists.revision;
    if (isChanged) this.lists = { ...this.lists, ...change, revision: revision + 1 };
    return Response.json({ ...this.lists, isChanged });
  }
}
