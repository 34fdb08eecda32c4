import { catalogUrl, headerNames, parseCacheStatus, referrersUrl, storedReferrersUrl, tagsUrl } from '../api/index.ts';
import { mediaTypes, parsePlainManifest } from '../oci/index.ts';
import type { Client, Lists, NameList } from './contract.ts';

const namesLimit = 100_000;

/** Creates the lists of a client. They are separate so that the first load does not include them. */
export function createLists({ ask }: Pick<Client, 'ask'>): Lists {
  async function names(key: string, url: string, signal: AbortSignal | undefined): Promise<NameList> {
    const response = await ask({ url, signal });
    const { [key]: entries, seen, dropped }: Readonly<Record<string, unknown>> = await response.json();
    const next = readNext(response.headers.get('link'));
    return {
      names: Array.isArray(entries) ? entries.filter((entry) => typeof entry === 'string') : [],
      ...(next === undefined ? {} : { next }),
      dropped: typeof dropped === 'number' ? dropped : 0,
      stale: isStale(response),
      seenAt: new Map(Object.entries(seen ?? {}).map(([name, time]) => [name, new Date(String(time))])),
    };
  }

  return {
    tags: (where, { signal, ...page } = {}) => names('tags', tagsUrl(where, page), signal),
    repositories: (host, { signal, ...page } = {}) => names('repositories', catalogUrl(host, page), signal),
    referrers: async (where, digest, { artifactType, isStored, signal } = {}) => {
      const url = isStored ? storedReferrersUrl(where, digest) : referrersUrl(where, digest, artifactType);
      const response = await ask({ url, signal });
      const bytes = new Uint8Array(await response.arrayBuffer());
      const stale = isStale(response);
      const storedAt = response.headers.get(headerNames.storedAt);
      return {
        descriptors: parsePlainManifest(mediaTypes.ociIndex, bytes)?.references() ?? [],
        stale,
        ...(stale && storedAt !== null ? { seenAt: new Date(storedAt) } : {}),
      };
    },
  };
}

/**
 * Yields all pages in order. Ends silently at a page that was requested before, and at 100,000 names, since a registry's
 * list may be endless.
 */
export async function* everyPage(read: (last: string | undefined) => Promise<NameList>): AsyncGenerator<NameList> {
  const asked = new Set<string | undefined>();
  let last: string | undefined;
  for (let count = 0; count < namesLimit && !asked.has(last); ) {
    asked.add(last);
    const page = await read(last);
    yield page;
    count += page.names.length;
    if (page.next === undefined) return;
    last = page.next;
  }
}

function isStale(response: Response): boolean {
  return parseCacheStatus(response.headers.get('cache-status'))?.hit ?? false;
}

/** Reads `last` from the worker's `Link` header, which has one link, to the same list. */
function readNext(link: string | null): string | undefined {
  const query = /^<[^?>]*\?([^>]*)>/.exec(link ?? '')?.[1];
  return new URLSearchParams(query).get('last') ?? undefined;
}
