/** What the build knows of itself: its files, and a version that changes with any of them. */
export interface Precache {
  readonly version: string;
  readonly urls: readonly string[];
}

const prefix = 'ociscope-shell-';
/** Files whose names change with their bytes: a page of an older build may still ask for its own. */
const hashedFiles = '/assets/';

/** The app's own files, kept so that a link opens with no network. One cache a build. */
export class Shell {
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

  /** All files or none: a build that is not whole is not installed. */
  async install(): Promise<void> {
    const cache = await this.#cacheStorage.open(this.cacheName);
    // What a page has just loaded is not loaded again: names under /assets/ change with their bytes.
    const modeOf = (url: string) => (url.startsWith(hashedFiles) ? 'default' : 'reload');
    await cache.addAll(
      this.#precache.urls.map((url) => new Request(new URL(url, this.#origin), { cache: modeOf(url) })),
    );
  }

  /** Only where no page is open: one of an older build loads its later parts from that build's files (PLATFORM trap 21). */
  async dropOthers(): Promise<void> {
    const names = await this.#cacheStorage.keys();
    const old = names.filter((name) => name.startsWith(prefix) && name !== this.cacheName);
    await Promise.all(old.map((name) => this.#cacheStorage.delete(name)));
  }

  /** Undefined for what is none of the shell's files: then the network answers, as without a worker. */
  answer(request: Request): Promise<Response> | undefined {
    const { pathname } = new URL(request.url);
    if (request.method !== 'GET') return undefined;
    if (this.#precache.urls.includes(pathname)) return this.#kept(request, pathname);
    return pathname.startsWith(hashedFiles) ? this.#keptByAny(request, pathname) : undefined;
  }

  async #kept(request: Request, pathname: string): Promise<Response> {
    const cache = await this.#cacheStorage.open(this.cacheName);
    return (await cache.match(pathname)) ?? this.#fetch(request);
  }

  async #keptByAny(request: Request, pathname: string): Promise<Response> {
    return (await this.#cacheStorage.match(pathname)) ?? this.#fetch(request);
  }
}
