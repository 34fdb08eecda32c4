import { describe, expect, it } from 'vitest';
import { AppError } from '../errors/index.ts';
import { mediaTypes } from '../oci/index.ts';
import type { NameList } from './contract.ts';
import { createLists, everyPage } from './lists.ts';

const where = { host: 'localhost:5000', name: 'team/app' };
const digest = `sha256:${'a'.repeat(64)}`;
const stale = { 'Cache-Status': 'ociscope; hit; detail=stale-list' };

function listsOf(body: unknown, headers: Readonly<Record<string, string>> = { 'Cache-Status': 'ociscope; fwd=miss' }) {
  const urls: string[] = [];
  const ask = async ({ url }: { readonly url: string }) => {
    urls.push(url);
    return new Response(JSON.stringify(body), { headers });
  };
  return { lists: createLists({ ask }), urls };
}

describe('a page of names', () => {
  it('is requested by URL and has the start of the next page', async () => {
    const link = '</v2/team/app/tags/list?ns=localhost:5000&last=%3Fn%3D2%26token%3Dx%2Fy>; rel="next"';
    const { lists, urls } = listsOf(
      { name: 'team/app', tags: ['a', 'b', 7], dropped: 2 },
      { Link: link, 'Cache-Status': 'ociscope; fwd=miss' },
    );
    expect(await lists.tags(where, { last: 'é&b' })).toEqual({
      names: ['a', 'b'],
      next: '?n=2&token=x/y',
      dropped: 2,
      stale: false,
      seenAt: new Map(),
    });
    expect(urls).toEqual(['/v2/team/app/tags/list?ns=localhost:5000&last=%C3%A9%26b']);
  });

  it('has the time when each name was seen if it is stale', async () => {
    const { lists, urls } = listsOf({ repositories: ['a'], seen: { a: '2026-01-02T03:04:05.000Z' } }, stale);
    expect(await lists.repositories('quay.io')).toEqual({
      names: ['a'],
      dropped: 0,
      stale: true,
      seenAt: new Map([['a', new Date('2026-01-02T03:04:05Z')]]),
    });
    expect(urls).toEqual(['/v2/_catalog?ns=quay.io']);
  });

  it('is empty if the answer has no names', async () => {
    expect((await listsOf({}).lists.tags(where)).names).toEqual([]);
  });
});

describe('referrers', () => {
  const index = {
    schemaVersion: 2,
    mediaType: mediaTypes.ociIndex,
    manifests: [{ mediaType: mediaTypes.ociManifest, digest, size: 7, artifactType: 'application/a' }],
  };
  const descriptors = [{ ...index.manifests[0], size: 7n }];

  it('are requested for all types, for one type, or from the store', async () => {
    const { lists, urls } = listsOf(index);
    expect(await lists.referrers(where, digest)).toEqual({ descriptors, stale: false });
    await lists.referrers(where, digest, { artifactType: 'application/a+b' });
    const url = `/v2/team/app/referrers/${digest}?ns=localhost:5000`;
    await lists.referrers(where, digest, { isStored: true });
    const stored = `/-/referrers/team/app/${digest}?ns=localhost:5000`;
    expect(urls).toEqual([url, `${url}&artifactType=application%2Fa%2Bb`, stored]);
  });

  it('have the time of the list if they are stale', async () => {
    const { lists } = listsOf(index, { ...stale, 'Ociscope-Stored-At': '2026-01-02T03:04:05.000Z' });
    const seenAt = new Date('2026-01-02T03:04:05Z');
    expect(await lists.referrers(where, digest)).toEqual({ descriptors, stale: true, seenAt });
  });
});

it('rejects with the error of the worker', async () => {
  const failure = new AppError('unavailable', 'no network', { reason: 'offline' });
  const lists = createLists({ ask: () => Promise.reject(failure) });
  for (const asked of [lists.tags(where), lists.repositories('h'), lists.referrers(where, digest)]) {
    await expect(asked).rejects.toBe(failure);
  }
});

describe('everyPage', () => {
  const facts = { dropped: 0, stale: false, seenAt: new Map() };
  const collect = async (pages: AsyncGenerator<NameList>) => {
    let count = 0;
    for await (const { names } of pages) count += names.length;
    return count;
  };

  it('yields all pages in order', async () => {
    const asked: (string | undefined)[] = [];
    const pages = everyPage(async (last) => {
      asked.push(last);
      return { ...facts, names: ['x'], ...(asked.length < 3 ? { next: `p${asked.length}` } : {}) };
    });
    expect(await collect(pages)).toBe(3);
    expect(asked).toEqual([undefined, 'p1', 'p2']);
  });

  it('ends if the pages form a loop', async () => {
    let count = 0;
    expect(await collect(everyPage(async () => ({ ...facts, names: ['x'], next: `p${count++ % 3}` })))).toBe(4);
  });

  it('ends at 100,000 names', async () => {
    let count = 0;
    const names = Array.from({ length: 1000 }, () => 'x');
    expect(await collect(everyPage(async () => ({ ...facts, names, next: `p${count++}` })))).toBe(100_000);
  });
});
