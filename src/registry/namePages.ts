import { isPath, isTag } from '../oci/index.ts';
import type { NamePage, PageOptions } from './contract.ts';
import { nextQuery } from './link.ts';
import type { EndpointClient } from './places.ts';
import { maxListBytes, readList, tooLarge } from './readLimited.ts';

const maxNames = 100_000;
const defaultCount = 1000;
/** Registries return at most 50, 100, 500 or 1000 names in a page, whatever `n` is. */
const usualPage = 50;

/** A list of names that registries return in pages (distribution-spec, "Listing Tags"; distribution's catalog). */
interface NameList {
  readonly path: string;
  readonly key: string;
  readonly isName: (text: string) => boolean;
}

export const tagList = (repository: string): NameList => ({
  path: `${repository}/tags/list`,
  key: 'tags',
  isName: isTag,
});

export const catalog: NameList = {
  path: '_catalog',
  key: 'repositories',
  isName: (text) => text.length < 256 && isPath(text),
};

/**
 * Reads one page of a list. Leaves out and counts invalid names, so that a bad entry does not hide the others. A page without
 * entries after `last` is the end, also if a registry ignores `last` and returns the same page again.
 */
export async function readNames(
  endpoint: EndpointClient,
  { path, key, isName }: NameList,
  { n = defaultCount, last = '', signal }: PageOptions,
): Promise<NamePage> {
  const query = new URLSearchParams(last[0] === '?' ? last : { n: String(n), ...(last && { last }) });
  const answer = await endpoint.send({ path: `${path}?${query}`, headers: { accept: 'application/json' }, signal });
  if (!answer.response.ok) throw await answer.refusal();
  const listed = await readList(answer, maxListBytes, (bytes) => arrayAt(key, bytes));
  if (listed.length > maxNames) throw tooLarge(answer.url, maxNames, 'Entries');
  const entries = last ? listed.slice(listed.lastIndexOf(last) + 1) : listed;
  const names = entries.filter((entry): entry is string => typeof entry === 'string' && isName(entry));
  const linked = nextQuery(answer);
  const next = linked ? tokenOf(linked) : isFull(listed.length, n) && String(entries.at(-1));
  const hasNext = next && next !== last && entries.length > 0;
  return { names: [...new Set(names)], ...(hasNext ? { next } : {}), dropped: entries.length - names.length };
}

/** Tells whether a page looks full. More than `n` names are the complete list: such a registry ignores `n`. */
function isFull(count: number, n: number): boolean {
  return count === n || (count < n && count % usualPage === 0);
}

function tokenOf(query: URLSearchParams): string {
  const isPlain = [...query.keys()].every((key) => key === 'n' || key === 'last');
  return (isPlain && query.get('last')) || `?${query}`;
}

/** Returns the array under a key; some registries send null for an empty list. */
function arrayAt(key: string, bytes: Uint8Array): readonly unknown[] {
  const value: unknown = JSON.parse(new TextDecoder().decode(bytes))[key];
  if (value === null) return [];
  if (!Array.isArray(value)) throw new TypeError(`it has no array "${key}"`);
  return value;
}
