/** What the build knows of itself: its files, and a version that changes with any of them. */
export interface Precache {
  readonly version: string;
  readonly urls: readonly string[];
}

const prefix = 'ociscope-shell-';

/** The app's own files, kept so that a link opens with no network. One cache a build. */
export class Shell {
  readonly #precache: Precache;
  readonly #caches: CacheStorage;
  readonly #fetch: (request: Request) => Promise<Response>;

  constructor(precache: Precache, caches: CacheStorage, fetch: (request: Request) => Promise<Response>) {
    this.#precache = precache;
    this.#caches = caches;
    this.#fetch = fetch;
  }

  get cacheName(): string {
    return `${prefix}${this.#precache.version}`;
  }

  /** All files or none: a build that is not whole is not installed. */
  async install(): Promise<void> {
    const cache = await this.#caches.open(this.cacheName);
    await cache.addAll(this.#precache.urls.map((url) => new Request(url, { cache: 'reload' })));
  }

  /** Called when no page runs an older build any more. */
  async dropOthers(): Promise<void> {
    const names = await this.#caches.keys();
    const old = names.filter((name) => name.startsWith(prefix) && name !== this.cacheName);
    await Promise.all(old.map((name) => this.#caches.delete(name)));
  }

  /** Undefined for what is none of the shell's files: then the network answers, as without a worker. */
  answer(request: Request): Promise<Response> | undefined {
    const { pathname } = new URL(request.url);
    if (request.method !== 'GET' || !this.#precache.urls.includes(pathname)) return undefined;
    return this.#kept(request, pathname);
  }

  async #kept(request: Request, pathname: string): Promise<Response> {
    const cache = await this.#caches.open(this.cacheName);
    return (await cache.match(pathname)) ?? this.#fetch(request);
  }
}
