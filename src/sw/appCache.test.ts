import { beforeEach, describe, expect, it } from 'vitest';
import { AppCache } from './appCache.ts';

const origin = 'http://localhost:4173';
const files = { '/': '', '/assets/main-1.js': `sha256-${'a'.repeat(43)}=` };
const precache = { version: 'abc', files };

let caches: FakeCacheStorage;
let fetched: string[];
/** Answers of the host by path, and by path and cache mode. */
let hosted: Map<string, () => Response>;
let shell: AppCache;

beforeEach(() => {
  caches = new FakeCacheStorage();
  fetched = [];
  hosted = new Map();
  shell = new AppCache(precache, {
    origin,
    cacheStorage: caches as unknown as CacheStorage,
    fetch: async ({ url, cache, integrity }) => {
      const { pathname } = new URL(url);
      fetched.push(`${pathname} ${cache}`);
      expect(integrity).toBe(new Map(Object.entries(files)).get(pathname) ?? '');
      const give = hosted.get(`${pathname} ${cache}`) ?? hosted.get(pathname);
      return give?.() ?? new Response('from the network');
    },
  });
});

const page = (text: string) => () => new Response(text);
const ofThisBuild = page('<script src="/assets/main-1.js">');
/** Fails as `fetch` does if the bytes do not match the integrity hash. */
const otherBytes = () => {
  throw new TypeError('Failed to fetch');
};

const answer = async (path: string, init?: RequestInit) => {
  const given = shell.answer(new Request(`${origin}${path}`, init));
  return given && (await given).text();
};

describe('AppCache', () => {
  it('caches all files under its version; those without a hash in their name bypass the HTTP cache', async () => {
    hosted.set('/', ofThisBuild);
    await shell.install();
    expect([...caches.opened.keys()]).toEqual(['ociscope:app:abc']);
    expect([...(caches.opened.get('ociscope:app:abc')?.keys() ?? [])].sort()).toEqual(['/', '/assets/main-1.js']);
    expect(fetched).toEqual(['/ reload', '/assets/main-1.js default']);
  });

  it('does not load files of an interrupted install again', async () => {
    caches.put('ociscope:app:abc', '/', 'the document');
    await shell.install();
    expect(fetched).toEqual(['/assets/main-1.js default']);
  });

  it.each([
    ['a document of another build', '/', page('<script src="/assets/main-2.js">')],
    ['a foreign document, such as a login page', '/', page('Please sign in')],
    ['a page instead of a file', '/assets/main-1.js', otherBytes],
    ['404 for a file', '/assets/main-1.js', () => new Response('', { status: 404 })],
  ])('fails to install if the host returns %s, and leaves nothing behind', async (_, path, give) => {
    hosted.set('/', ofThisBuild);
    hosted.set(path, give);
    await expect(shell.install()).rejects.toThrow();
    expect(caches.opened.size).toBe(0);
  });

  it('keeps its cached files if another install fails', async () => {
    caches.put('ociscope:app:abc', '/', 'the document');
    hosted.set('/assets/main-1.js', () => new Response('', { status: 500 }));
    await expect(shell.install()).rejects.toThrow();
    expect(await answer('/')).toBe('the document');
  });

  it('bypasses the HTTP cache if it has a file of a broken deployment', async () => {
    hosted.set('/', ofThisBuild);
    hosted.set('/assets/main-1.js default', otherBytes);
    await shell.install();
    expect(fetched).toEqual(['/ reload', '/assets/main-1.js default', '/assets/main-1.js reload']);
    expect(await answer('/assets/main-1.js')).toBe('from the network');
    expect(fetched).toHaveLength(3);
  });

  it('answers its files from the cache, with any query', async () => {
    caches.put('ociscope:app:abc', '/', 'the document');
    expect(await answer('/?image=x')).toBe('the document');
    expect(fetched).toEqual([]);
  });

  it('leaves other files and other methods to the network', async () => {
    expect(await answer('/sample.json')).toBeUndefined();
    expect(await answer('/', { method: 'HEAD' })).toBeUndefined();
  });

  it('requests a file from the network if the browser has evicted it', async () => {
    expect(await answer('/')).toBe('from the network');
    expect(fetched).toEqual(['/ default']);
  });

  it('answers a page of the previous build from the files of that build', async () => {
    caches.put('ociscope:app:old', '/assets/later-0.js', 'of the build before');
    expect(await answer('/assets/later-0.js')).toBe('of the build before');
    expect(await answer('/assets/gone-0.js')).toBe('from the network');
  });

  it('removes only other builds, once the last page that may use them is closed', async () => {
    for (const name of ['ociscope:app:old', 'ociscope-shell-older', 'ociscope:app:abc', 'someone-else'])
      caches.put(name, '/', '');
    await shell.noteOlder(['page-1', 'page-2']);
    expect(await shell.dropOlder(async () => new Set(['page-2', 'page-3']))).toBe(false);
    expect(caches.opened.size).toBe(4);
    expect(await shell.dropOlder(async () => new Set(['page-3']))).toBe(true);
    expect([...caches.opened.keys()]).toEqual(['ociscope:app:abc', 'someone-else']);
  });

  it('keeps the files of a build that starts to install during the check', async () => {
    caches.put('ociscope:app:old', '/', '');
    await shell.noteOlder(['page-1']);
    const open = async () => {
      caches.put('ociscope:app:newer', '/', '');
      return new Set<string>();
    };
    expect(await shell.dropOlder(open)).toBe(true);
    expect([...caches.opened.keys()]).toEqual(['ociscope:app:abc', 'ociscope:app:newer']);
  });

  it('removes nothing if it took over from no other build, as while a newer build is waiting', async () => {
    caches.put('ociscope:app:newer', '/', '');
    expect(await shell.dropOlder(async () => new Set())).toBe(true);
    expect(caches.opened.has('ociscope:app:newer')).toBe(true);
  });
});

/** The part of CacheStorage that AppCache uses. */
class FakeCacheStorage {
  readonly opened = new Map<string, Map<string, string>>();

  put(name: string, path: string, body: string): void {
    this.opened.set(name, new Map([...(this.opened.get(name) ?? []), [path, body]]));
  }

  async open(name: string) {
    const files = this.opened.get(name) ?? new Map<string, string>();
    this.opened.set(name, files);
    return {
      match: async (path: string) => (files.has(path) ? new Response(files.get(path)) : undefined),
      put: async (path: string, response: Response) => void files.set(path, await response.text()),
      delete: async (path: string) => files.delete(path),
    };
  }

  async has(name: string): Promise<boolean> {
    return this.opened.has(name);
  }

  async match(path: string): Promise<Response | undefined> {
    for (const files of this.opened.values()) if (files.has(path)) return new Response(files.get(path));
    return undefined;
  }

  async keys(): Promise<string[]> {
    return [...this.opened.keys()];
  }

  async delete(name: string): Promise<boolean> {
    return this.opened.delete(name);
  }
}
