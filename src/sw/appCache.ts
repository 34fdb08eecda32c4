import { AppError } from '../errors/index.ts';

/** The files of a build, and a version that changes with any of them. */
export interface Precache {
  readonly version: string;
  /** Hash of each file by URL (w3.org/TR/SRI); '' for the document, which web hosts may modify. */
  readonly files: Readonly<Record<string, string>>;
}

const prefix = 'ociscope:app:';
/** Prefix of the caches of releases before 0.2. */
const oldPrefix = 'ociscope-shell-';
/** Key in a build's cache for the pages that were open when it took over. */
const olderPages = '/-/older-pages';
/** Path of files whose names change with their bytes; pages of an older build may still request theirs. */
export const hashedFiles = '/assets/';

/** Caches the app's own files, so that links open offline. Each build has its own cache. */
export class AppCache {
  readonly #precache: Precache;
  readonly #origin: string;
  readonly #cacheStorage: CacheStorage;
  readonly #fetch: (request: Request) => Promise<Response>;

  constructor(
    precache: Precache,
    {
      origin,
      cacheStorage,
      fetch,
    }: {
      readonly origin: string;
      readonly cacheStorage: CacheStorage;
      readonly fetch: (request: Request) => Promise<Response>;
    },
  ) {
    this.#precache = precache;
    this.#origin = origin;
    this.#cacheStorage = cacheStorage;
    this.#fetch = fetch;
  }

  get cacheName(): string {
    return `${prefix}${this.#precache.version}`;
  }

  /**
   * Caches all files of this build or none; a host during a deployment, or one that answers missing files with a page, may
   * return other files. Files that are already cached are not loaded again, as after an interrupted install.
   *
   * @throws AppError failed_precondition if the host does not have all files of this build, which is then not installed
   */
  async install(): Promise<void> {
    const isNew = !(await this.#cacheStorage.has(this.cacheName));
    const cache = await this.#cacheStorage.open(this.cacheName);
    try {
      await Promise.all(Object.entries(this.#precache.files).map(([url, hash]) => this.#addTo(cache, url, hash)));
    } catch (error) {
      if (isNew) await this.#cacheStorage.delete(this.cacheName);
      throw error;
    }
  }

  /** Records the pages that may be of older builds: they lazy-load files of those builds (docs/platform.md 21). */
  async noteOlder(pages: readonly string[]): Promise<void> {
    if ((await this.#others()).length === 0) return;
    const cache = await this.#cacheStorage.open(this.cacheName);
    await cache.put(olderPages, new Response(JSON.stringify(pages)));
  }

  /** Removes the files of other builds unless a recorded page is open. Returns true if nothing is left to remove. */
  async dropOlder(open: () => Promise<ReadonlySet<string>>): Promise<boolean> {
    // Read first: the cache of a build that starts to install during the awaits below must not be removed.
    const others = await this.#others();
    const cache = await this.#cacheStorage.open(this.cacheName);
    const noted = await cache.match(olderPages);
    if (!noted) return true;
    const pages: unknown = await noted.json();
    const isOpen = await open();
    if (Array.isArray(pages) && pages.some((page) => isOpen.has(page))) return false;
    await Promise.all(others.map((name) => this.#cacheStorage.delete(name)));
    return cache.delete(olderPages);
  }

  /** Answers with a cached file; undefined for requests that the network answers, as without a worker. */
  answer(request: Request): Promise<Response> | undefined {
    const { pathname } = new URL(request.url);
    if (request.method !== 'GET') return undefined;
    if (pathname in this.#precache.files) return this.#cached(request, pathname);
    return pathname.startsWith(hashedFiles) ? this.#cachedByAny(request, pathname) : undefined;
  }

  async #others(): Promise<readonly string[]> {
    const names = await this.#cacheStorage.keys();
    return names.filter((name) => (name.startsWith(prefix) || name.startsWith(oldPrefix)) && name !== this.cacheName);
  }

  async #cached(request: Request, pathname: string): Promise<Response> {
    const cache = await this.#cacheStorage.open(this.cacheName);
    return (await cache.match(pathname)) ?? this.#fetch(request);
  }

  async #cachedByAny(request: Request, pathname: string): Promise<Response> {
    return (await this.#cacheStorage.match(pathname)) ?? this.#fetch(request);
  }

  async #addTo(cache: Cache, url: string, integrity: string): Promise<void> {
    if (await cache.match(url)) return;
    const request = new Request(new URL(url, this.#origin), { integrity });
    // Use the browser's HTTP cache, unless its copy is not a file of this build.
    const loaded = url.startsWith(hashedFiles)
      ? await this.#load(request, 'default').catch(() => undefined)
      : undefined;
    await cache.put(url, loaded ?? (await this.#load(request, 'reload')));
  }

  async #load(request: Request, cache: RequestCache): Promise<Response> {
    const response = await this.#fetch(new Request(request, { cache }));
    if (response.ok && (request.integrity !== '' || (await this.#isDocument(response)))) return response;
    throw new AppError('failed_precondition', `"${request.url}" of this release is not at its host`);
  }

  /** Reports whether a document is of this build: it refers to files under /assets/, all of this build. */
  async #isDocument(response: Response): Promise<boolean> {
    // Browsers refuse a redirected response as the answer to a navigation.
    if (response.redirected) return false;
    const named = (await response.clone().text()).match(/\/assets\/[\w.-]+/g) ?? [];
    return named.length > 0 && named.every((file) => file in this.#precache.files);
  }
}
