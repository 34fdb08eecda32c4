import {
  formatLists,
  type ImageLists,
  parseLists,
  parseListsChange,
  readRecord,
  safetyHeaders,
  type WholeOptions,
} from '../api/index.ts';
import type { ContentStore, RootsRecord } from '../content/index.ts';
import { readJson } from './requestBody.ts';
import { respondJson } from './respond.ts';

/** Answers GET with `ImageLists`. Stores the `ListsChange` of a POST before it answers; calls `onChange` with the new revision. */
export async function answerLists(
  store: ContentStore,
  request: Request,
  onChange: (revision: number) => void,
): Promise<Response> {
  if (request.method !== 'POST') return respondJson(parseLists(await store.roots()), safetyHeaders);
  const { revision, ...asked } = parseListsChange(await readJson(request));
  let changed: RootsRecord | undefined;
  const lists = await store.changeRoots((current) => {
    changed = current.revision === revision ? current : undefined;
    return changed && formatLists({ ...parseLists(current), ...asked });
  });
  if (changed) onChange(lists.revision);
  return respondJson({ ...parseLists(lists), isChanged: changed !== undefined }, safetyHeaders);
}

/** Returns the images that are never evicted, as roots of the collector. */
export function promisedOf({ pinned, offline }: ImageLists): readonly { reference: string; digest?: string }[] {
  return [...pinned, ...offline].map(({ reference, digest }) => ({
    reference: String(reference),
    ...(digest === undefined ? {} : { digest: String(digest) }),
  }));
}

/**
 * Returns the lists with an image marked as available offline, for the transaction that checks that every part is stored; undefined
 * unless the image is on the list, unfinished and with the same options.
 */
export function completeOffline(
  current: RootsRecord,
  digest: string,
  options: WholeOptions,
  atMs: number,
): string | undefined {
  const lists = parseLists(current);
  const isMeant = (entry: ImageLists['offline'][number]) =>
    entry.digest === digest && entry.state === 'unfinished' && optionsText(entry.options) === optionsText(options);
  if (!lists.offline.some(isMeant)) return undefined;
  const offline = lists.offline.map((entry) => {
    if (!isMeant(entry)) return entry;
    const { why: _, recheck: __, ...rest } = entry;
    return { ...rest, state: 'done', atMs, failed: 0, lacking: [] };
  });
  return formatLists({ ...lists, offline });
}

function optionsText(value: unknown): string {
  const { layers, referrers, platforms = [] } = readRecord(value);
  return JSON.stringify([layers === true, referrers === true, platforms]);
}
