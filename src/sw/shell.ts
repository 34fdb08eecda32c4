import { AppError } from '../errors/index.ts';

/** What the build knows of itself: its files, and a version that changes with any of them. */
export interface Precache {
  readonly version: string;
  /** By URL what its bytes have to hash to (w3.org/TR/SRI); '' of the document, which hosts add to. */
  readonly files: Readonly<Record<string, string>>;
}

const prefix = 'ociscope-shell-';
/** Where a build's cache holds which pages were open when it took over. */
const olderPages = '/-/older-pages';
/** Files whose names change with their bytes: a page of an older build may still ask for its own. */
const hashedFiles = '/assets/';

/** The app's own files, kept so that a link opens with no network. One cache a build. */
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
   * All files or none, and of this build: a host that is between two releases, or answers what it has not with a page, gives
   * others. Files that are cached already are not loaded again, be it of an install that was cut short or of a build whose worker alone
   * has changed.
   *
   * @throws AppError failed_precondition where the host has not all of this build: then it is not installed
   */
  async install(): Promise<void> {
    const isNew = !(await this.#cacheStorage.has(this.cacheName));
    const cache = await this.#cacheStorage.open(this.cacheName);
    try {
      await Promise.all(Object.entries(this.#precache.files).map(([url, hash]) => this.#keep(cache, url, hash)));
    } catch (error) {
      if (isNew) await this.#cacheStorage.delete(this.cacheName);
      throw error;
    }
  }

  /** Notes the pages that may be of older builds: they load their later parts from those builds' files (docs/platform.md 21). */
  async noteOlder(pages: readonly string[]): Promise<void> {
    if ((await this.#others()).length === 0) return;
    const cache = await this.#cacheStorage.open(this.cacheName);
    await cache.put(olderPages, new Response(JSON.stringify(pages)));
  }

  /** Drops the files of other builds where none of the pages that were noted is open; answers whether nothing is left to drop. */
  async dropOlder(open: () => Promise<ReadonlySet<string>>): Promise<boolean> {
    // First of all: a build that begins to install while this waits has a cache that is no older one's.
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

  /** Returns undefined for a file that is not the app's: then the network answers, as without a worker. */
  answer(request: Request): Promise<Response> | undefined {
    const { pathname } = new URL(request.url);
    if (request.method !== 'GET') return undefined;
    if (pathname in this.#precache.files) return this.#kept(request, pathname);
    return pathname.startsWith(hashedFiles) ? this.#keptByAny(request, pathname) : undefined;
  }

  async #others(): Promise<readonly string[]> {
    const names = await this.#cacheStorage.keys();
    return names.filter((name) => name.startsWith(prefix) && name !== this.cacheName);
  }

  async #kept(request: Request, pathname: string): Promise<Response> {
    const cache = await this.#cacheStorage.open(this.cacheName);
    return (await cache.match(pathname)) ?? this.#fetch(request);
  }

  async #keptByAny(request: Request, pathname: string): Promise<Response> {
    return (await this.#cacheStorage.match(pathname)) ?? this.#fetch(request);
  }

  async #keep(cache: Cache, url: string, integrity: string): Promise<void> {
    if (await cache.match(url)) return;
    const request = new Request(new URL(url, this.#origin), { integrity });
    // What a page has just loaded is not loaded again, unless what the browser kept of it is no file of this build.
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

  /** Names under /assets/ change with their bytes, so that it is enough of a document that it names files of this build alone. */
  async #isDocument(response: Response): Promise<boolean> {
    // No navigation is answered with what came by a redirect.
    if (response.redirected) return false;
    const named = (await response.clone().text()).match(/\/assets\/[\w.-]+/g) ?? [];
    return named.length > 0 && named.every((file) => file in this.#precache.files);
  }
}
