import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRegistryStage, type FixtureRegistry, startFixtureRegistry } from '../testing/index.ts';
import type { NamePage } from './contract.ts';

let fixture: FixtureRegistry;
beforeEach(async () => {
  fixture = await startFixtureRegistry();
});
afterEach(() => fixture.close());

const name = 'team/app';
const manyTags = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`);
const paths = () => fixture.requests.map(({ path }) => path);

/** Collects every name, page by page, and counts the pages. */
async function readAll(n: number): Promise<{ readonly names: readonly string[]; readonly pages: number }> {
  const { registry } = createRegistryStage();
  const names: string[] = [];
  let page: NamePage | undefined;
  let pages = 0;
  do {
    const last = page?.next;
    page = await registry.tags({ host: fixture.host, name }, { n, ...(last === undefined ? {} : { last }) });
    names.push(...page.names);
    pages++;
  } while (page.next !== undefined);
  return { names, pages };
}

describe('tags', () => {
  it('are in the order of the registry, requested by GET with a short Accept', async () => {
    fixture.lists.tags.set(name, ['v2', 'latest', 'v10']);
    const { registry } = createRegistryStage();
    const page = await registry.tags({ host: fixture.host, name });
    expect(page).toEqual({ names: ['v2', 'latest', 'v10'], dropped: 0 });
    expect(fixture.requests.map(({ method, path, headers }) => [method, path, headers.accept])).toEqual([
      ['GET', '/v2/team/app/tags/list?n=1000', 'application/json'],
    ]);
  });

  it("continue at a Link, with a name or the registry's own query", async () => {
    fixture.lists.tags.set(name, manyTags(5));
    expect(await readAll(2)).toEqual({ names: manyTags(5), pages: 3 });
    fixture.lists.linkTo = (next) => `<${next}&next_page=x%2Fy>; rel="next"`;
    fixture.requests.length = 0;
    expect(await readAll(2)).toEqual({ names: manyTags(5), pages: 3 });
    expect(paths()[1]).toBe('/v2/team/app/tags/list?n=2&last=v1&next_page=x%2Fy');
  });

  it('are requested at the same host and path, whatever a Link says', async () => {
    fixture.lists.tags.set(name, manyTags(5));
    fixture.lists.linkTo = (next) => `<https://evil.example/v2/other${next.slice(next.indexOf('?'))}>; rel="next"`;
    expect((await readAll(2)).names).toEqual(manyTags(5));
    expect(new Set(paths().map((path) => path.split('?')[0]))).toEqual(new Set(['/v2/team/app/tags/list']));
  });

  it.each([
    ['full', 7, 2, Number.POSITIVE_INFINITY],
    ['as long as the usual maximum', 120, 1000, 50],
  ])('continue after a page that is %s if CORS hides Link', async (_how, count, n, pageLimit) => {
    fixture.lists.tags.set(name, manyTags(count));
    fixture.lists.linkTo = () => undefined;
    fixture.lists.pageLimit = pageLimit;
    expect((await readAll(n)).names).toEqual(manyTags(count));
  });

  it.each([1, 5, 50, 100, 10_000])('end at a registry that always returns all %i of them', async (count) => {
    fixture.lists.tags.set(name, manyTags(count));
    fixture.lists.ignoresPaging = true;
    for (const n of [5, 100]) expect((await readAll(n)).names).toEqual(manyTags(count));
    expect(fixture.requests.length).toBeLessThanOrEqual(4);
  });

  it('end if a Link leads back to the same page', async () => {
    fixture.lists.tags.set(name, ['a', 'b']);
    for (const link of ['</v2/x?last=b>; rel=next', '<?page=1>; rel=next']) {
      const headers = { link };
      const { registry } = createRegistryStage({ fetch: async () => new Response('{"tags":["a","b"]}', { headers }) });
      const first = await registry.tags({ host: 'h.example', name });
      const second = await registry.tags({ host: 'h.example', name }, { last: first.next ?? '' });
      expect(second.next).toBeUndefined();
    }
  });

  it('end at an empty page, even with a Link', async () => {
    const headers = { link: '</v2/x?last=x>; rel=next' };
    const { registry } = createRegistryStage({ fetch: async () => new Response('{"tags":[]}', { headers }) });
    expect(await registry.tags({ host: 'h.example', name })).toEqual({ names: [], dropped: 0 });
  });

  it('that are invalid are left out and counted; duplicates occur once', async () => {
    fixture.lists.tags.set(name, [
      'ok',
      '../../etc',
      '<b>',
      '',
      7,
      null,
      { tag: 'x' },
      'a'.repeat(129),
      'ok',
      'A_1.x-y',
    ]);
    expect(await createRegistryStage().registry.tags({ host: fixture.host, name })).toEqual({
      names: ['ok', 'A_1.x-y'],
      dropped: 7,
    });
  });

  it('are empty if the list is null', async () => {
    const { registry } = createRegistryStage({ fetch: async () => new Response('{"name":"a","tags":null}') });
    expect(await registry.tags({ host: 'h.example', name })).toEqual({ names: [], dropped: 0 });
  });

  it('are not_found for a missing repository', async () => {
    await expect(createRegistryStage().registry.tags({ host: fixture.host, name })).rejects.toMatchObject({
      reason: 'not_found',
    });
  });
});

describe('an answer that is not a list', () => {
  it.each(['<html>', '', '{', 'null', '[]', '{"tags":"a"}', '{"tags":{"length":1}}', '{"Tags":[]}', '['.repeat(1e6)])(
    'is refused and named: %.20s',
    async (body) => {
      const { registry } = createRegistryStage({ fetch: async () => new Response(body) });
      await expect(registry.tags({ host: 'h.example', name })).rejects.toMatchObject({
        code: 'failed_precondition',
        reason: 'unsupported',
        message: expect.stringContaining('"https://h.example/v2/team/app/tags/list?n=1000" is not a list: '),
      });
    },
  );

  it('is not read beyond 8 MiB', async () => {
    let given = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        given += 2 ** 20;
        controller.enqueue(new Uint8Array(2 ** 20).fill(32));
      },
    });
    const { registry } = createRegistryStage({ fetch: async () => new Response(body) });
    await expect(registry.tags({ host: 'h.example', name })).rejects.toMatchObject({ reason: 'too_large' });
    expect(given).toBeLessThan(12 * 2 ** 20);
  });

  it('is refused with more than 100,000 names', async () => {
    const body = JSON.stringify({ tags: manyTags(100_001) });
    const { registry } = createRegistryStage({ fetch: async () => new Response(body) });
    await expect(registry.tags({ host: 'h.example', name })).rejects.toMatchObject({
      code: 'resource_exhausted',
      reason: 'too_large',
    });
  });
});

describe('repositories', () => {
  it('are listed in pages without invalid names', async () => {
    fixture.lists.repositories = ['a', 'b/c', '../x', 'Upper', 'z'.repeat(256), 'd'];
    const { registry } = createRegistryStage();
    const first = await registry.repositories(fixture.host, { n: 4 });
    expect(first).toEqual({ names: ['a', 'b/c'], next: 'Upper', dropped: 2 });
    expect(await registry.repositories(fixture.host, { n: 4, last: first.next ?? '' })).toEqual({
      names: ['d'],
      dropped: 1,
    });
  });

  it("are refused with the host's error", async () => {
    fixture.faults.set('_catalog', { status: 403 });
    await expect(createRegistryStage().registry.repositories(fixture.host)).rejects.toMatchObject({ reason: 'denied' });
  });
});
