import { beforeEach, describe, expect, it } from 'vitest';
import { Shell } from './shell.ts';

const origin = 'http://localhost:4173';
const precache = { version: 'abc', urls: ['/', '/assets/main-1.js'] };

let caches: FakeCacheStorage;
let fetched: string[];
let shell: Shell;

beforeEach(() => {
  caches = new FakeCacheStorage();
  fetched = [];
  shell = new Shell(precache, {
    origin,
    cacheStorage: caches as unknown as CacheStorage,
    fetch: async ({ url }) => {
      fetched.push(url);
      return new Response('from the network');
    },
  });
});

const answer = async (path: string, init?: RequestInit) => {
  const given = shell.answer(new Request(`${origin}${path}`, init));
  return given && (await given).text();
};

describe('the shell', () => {
  it('keeps all its files under its version, those without a hash in their name past any cache', async () => {
    await shell.install();
    expect([...caches.opened.keys()]).toEqual(['ociscope-shell-abc']);
    expect(caches.added).toEqual(['/ reload', '/assets/main-1.js default']);
  });

  it('answers its files from there, whatever stands behind the path', async () => {
    caches.put('ociscope-shell-abc', '/', 'the document');
    expect(await answer('/?image=x')).toBe('the document');
    expect(fetched).toEqual([]);
  });

  it('leaves to the network what is none of its files, and what is no GET', async () => {
    expect(await answer('/sample.json')).toBeUndefined();
    expect(await answer('/', { method: 'HEAD' })).toBeUndefined();
  });

  it('asks the network for a file that the browser has thrown away', async () => {
    expect(await answer('/')).toBe('from the network');
    expect(fetched).toEqual([`${origin}/`]);
  });

  it('answers a page of the build before from the files of that build', async () => {
    caches.put('ociscope-shell-old', '/assets/later-0.js', 'of the build before');
    expect(await answer('/assets/later-0.js')).toBe('of the build before');
    expect(await answer('/assets/gone-0.js')).toBe('from the network');
  });

  it('drops other builds and nothing else', async () => {
    for (const name of ['ociscope-shell-old', 'ociscope-shell-abc', 'someone-else']) caches.put(name, '/', '');
    await shell.dropOthers();
    expect([...caches.opened.keys()]).toEqual(['ociscope-shell-abc', 'someone-else']);
  });
});

/** As much of a CacheStorage as the shell uses. */
class FakeCacheStorage {
  readonly opened = new Map<string, Map<string, string>>();
  readonly added: string[] = [];

  put(name: string, path: string, body: string): void {
    this.opened.set(name, new Map([...(this.opened.get(name) ?? []), [path, body]]));
  }

  async open(name: string) {
    const files = this.opened.get(name) ?? new Map<string, string>();
    this.opened.set(name, files);
    return {
      match: async (path: string) => (files.has(path) ? new Response(files.get(path)) : undefined),
      addAll: async (requests: readonly Request[]) => {
        for (const { url, cache } of requests) this.added.push(`${new URL(url).pathname} ${cache}`);
      },
    };
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
