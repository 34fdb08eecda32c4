import type { ServerResponse } from 'node:http';

const ociIndex = 'application/vnd.oci.image.index.v1+json';

/** What a fixture registry lists, and how it pages. */
export interface FixtureLists {
  /** By repository. */
  readonly tags: Map<string, readonly unknown[]>;
  repositories: readonly unknown[];
  /** By subject; without an entry there is no referrers API for it. */
  readonly referrers: Map<string, readonly Readonly<Record<string, unknown>>[]>;
  /** All at once, whatever `n` and `last` say, as Distribution 2.8 answers tags. */
  ignoresPaging: boolean;
  /** At most so many entries a page, whatever `n` says. */
  pageLimit: number;
  /** The `Link` that names the page after by its path and query; undefined: none, as where CORS hides it. */
  linkTo: (next: string) => string | undefined;
  /** Whether referrers are filtered by `artifactType`, and said to be. */
  filters: boolean;
}

export function createLists(): FixtureLists {
  return {
    tags: new Map(),
    repositories: [],
    referrers: new Map(),
    ignoresPaging: false,
    pageLimit: Number.POSITIVE_INFINITY,
    linkTo: (next) => `<${next}>; rel="next"`,
    filters: false,
  };
}

/** Whether the path is that of a list that is there; it is answered then. */
export function sendList(response: ServerResponse, lists: FixtureLists, path: string): boolean {
  const url = new URL(path, 'http://fixture.invalid');
  const { pathname } = url;
  const repository = /^\/v2\/(.+)\/tags\/list$/.exec(pathname)?.[1];
  const tags = repository === undefined ? undefined : lists.tags.get(repository);
  const referrers = lists.referrers.get(/\/referrers\/([^/]+)$/.exec(pathname)?.[1] ?? '');
  if (tags) sendPage(response, lists, url, tags, 'tags');
  else if (pathname === '/v2/_catalog') sendPage(response, lists, url, lists.repositories, 'repositories');
  else if (referrers) sendReferrers(response, lists, url, referrers);
  return tags !== undefined || referrers !== undefined || pathname === '/v2/_catalog';
}

function sendPage(response: ServerResponse, lists: FixtureLists, url: URL, all: readonly unknown[], key: string): void {
  const { searchParams } = url;
  const last = searchParams.get('last');
  const start = lists.ignoresPaging || last === null ? 0 : all.indexOf(last) + 1;
  const n = Math.min(Number(searchParams.get('n') ?? lists.pageLimit), lists.pageLimit);
  const page = lists.ignoresPaging ? all : all.slice(start, start + n);
  if (start + page.length < all.length) {
    searchParams.set('last', String(page.at(-1)));
    setLink(response, lists, url);
  }
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ name: 'fixture', [key]: page }));
}

/** Pages by a number that only this registry understands. */
function sendReferrers(
  response: ServerResponse,
  lists: FixtureLists,
  url: URL,
  all: readonly Readonly<Record<string, unknown>>[],
): void {
  const { searchParams } = url;
  const artifactType = searchParams.get('artifactType');
  const isFiltered = lists.filters && artifactType !== null;
  const wanted = isFiltered ? all.filter((each) => each.artifactType === artifactType) : all;
  const start = Number(searchParams.get('from') ?? 0);
  const manifests = wanted.slice(start, start + lists.pageLimit);
  if (start + manifests.length < wanted.length) {
    searchParams.set('from', String(start + manifests.length));
    setLink(response, lists, url);
  }
  if (isFiltered) response.setHeader('oci-filters-applied', 'artifactType');
  response.setHeader('content-type', ociIndex);
  response.end(JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, manifests }));
}

function setLink(response: ServerResponse, { linkTo }: FixtureLists, { pathname, search }: URL): void {
  const link = linkTo(pathname + search);
  if (link !== undefined) response.setHeader('link', link);
}
