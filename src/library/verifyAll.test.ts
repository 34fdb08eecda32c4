import { describe, expect, it } from 'vitest';
import { corruptLabel, createMemoryStore, sourceLabel } from '../content/index.ts';
import { type Digest, digestBytes } from '../oci/index.ts';
import { createPullThroughStage, imageFixture, storeContent } from '../testing/index.ts';
import { type Verified, verifyAll } from './verifyAll.ts';

const here = { host: 'docker.io', name: 'library/alpine' };
const large = 2 ** 20 + 5;

async function readAll(steps: AsyncGenerator<Verified>): Promise<Verified[]> {
  const found: Verified[] = [];
  for await (const step of steps) found.push(step);
  return found;
}

const statesOf = (steps: readonly Verified[]) => steps.flatMap(({ corrupt }) => corrupt?.state ?? []);

async function blobOf(text: string, bytes = 100): Promise<{ readonly bytes: Uint8Array; readonly digest: Digest }> {
  const content = new TextEncoder().encode(text.padEnd(bytes, '.'));
  return { bytes: content, digest: await digestBytes('sha256', content) };
}

describe('verifying all content', () => {
  it('reads everything in chunks, each with its own algorithm, and reports it as intact', async () => {
    const { store, library } = createPullThroughStage();
    await storeContent(store, await blobOf('large', large));
    const bytes = new Uint8Array(10);
    for (const algorithm of ['sha256', 'sha384', 'sha512'] as const) {
      await storeContent(store, { bytes, digest: await digestBytes(algorithm, bytes) });
    }
    const steps = await readAll(library.verify());
    const total = { count: 4, bytes: large + 30 };
    expect(statesOf(steps)).toEqual([]);
    expect(steps.at(-1)).toEqual({ progress: { done: total, total } });
    const counted = steps.map(({ progress }) => progress.done.bytes);
    expect(counted).toEqual(counted.toSorted((a, b) => a - b));
    expect(steps).toHaveLength(6);
  });

  it('ends at once if nothing is stored', async () => {
    const none = { count: 0, bytes: 0 };
    expect(await readAll(createPullThroughStage().library.verify())).toEqual([
      { progress: { done: none, total: none } },
    ]);
  });

  it.each([
    ['manifest', 'manifest'],
    ['blob', 'blob'],
    ['large blob', 'storeBlob'],
  ] as const)('fetches a corrupt %s again, with its labels, and reports it', async (kind, pull) => {
    const stage = createPullThroughStage();
    const content =
      pull === 'manifest' ? await imageFixture() : await blobOf(kind, pull === 'storeBlob' ? 5 * 2 ** 20 : 100);
    stage.registry.put(here, content.digest, content.bytes);
    await stage.pull[pull](here, content.digest);
    const labels = { [sourceLabel(here)]: here.name, 'ociscope/tag.h/a:1': 'then' };
    await stage.store.update({ digest: content.digest, labels });
    stage.store.corrupt(content.digest, new Uint8Array(content.bytes.length));
    const steps = await readAll(stage.library.verify());
    expect(statesOf(steps)).toEqual(['healed']);
    expect(steps.find(({ corrupt }) => corrupt)?.corrupt?.digest).toBe(content.digest);
    expect((await stage.store.info(content.digest)).labels).toEqual(labels);
    expect(stage.news.map(({ type }) => type)).toEqual(expect.arrayContaining(['corrupt', 'healed']));
    expect(statesOf(await readAll(stage.library.verify()))).toEqual([]);
  });

  it('gives the labels of corrupt content to its replacement, and to nothing that is fetched later', async () => {
    const stage = createPullThroughStage();
    const content = await blobOf('blob');
    stage.registry.put(here, content.digest, content.bytes);
    await stage.pull.blob(here, content.digest);
    await stage.store.update({ digest: content.digest, labels: { kept: 'yes' } }, 'labels.kept');
    stage.store.corrupt(content.digest, new Uint8Array(content.bytes.length));
    await stage.pull.blob(here, content.digest);
    const labels = async () => (await stage.store.info(content.digest)).labels;
    expect(await labels()).toEqual({ [sourceLabel(here)]: here.name, kept: 'yes' });
    await stage.store.delete(content.digest);
    await stage.pull.blob(here, content.digest);
    expect(await labels()).toEqual({ [sourceLabel(here)]: here.name });
  });

  it('quarantines what cannot be fetched again, and reports why; it is not returned until it is repaired', async () => {
    const stage = createPullThroughStage();
    const content = await blobOf('blob');
    stage.registry.put(here, content.digest, content.bytes);
    await stage.pull.blob(here, content.digest);
    stage.store.corrupt(content.digest, new Uint8Array(content.bytes.length));
    stage.registry.failWith(new Error('no network'));
    const steps = await readAll(stage.library.verify());
    expect(statesOf(steps)).toEqual(['corrupt']);
    expect(steps.find(({ corrupt }) => corrupt)?.corrupt?.why).toContain('no network');
    expect((await stage.store.info(content.digest)).labels).toHaveProperty([corruptLabel]);
    await expect(stage.pull.blob(undefined, content.digest)).rejects.toMatchObject({ reason: 'corrupt' });
    expect(await stage.library.blobs()).toMatchObject([{ corruptAt: expect.any(Date) }]);
    stage.registry.failWith(undefined);
    await stage.pull.blob(here, content.digest);
    expect((await stage.store.info(content.digest)).labels).toEqual({ [sourceLabel(here)]: here.name });
  });

  it('reports corrupt content whose source is unknown', async () => {
    const stage = createPullThroughStage();
    const content = await blobOf('blob');
    await storeContent(stage.store, content);
    stage.store.corrupt(content.digest, new Uint8Array(3));
    expect(statesOf(await readAll(stage.library.verify()))).toEqual(['corrupt']);
  });

  it('skips what is deleted meanwhile', async () => {
    const stage = createPullThroughStage();
    const [first, second] = [await blobOf('first'), await blobOf('second')];
    for (const each of [first, second]) await storeContent(stage.store, each);
    const steps = stage.library.verify();
    await steps.next();
    for (const each of [first, second]) await stage.store.delete(each.digest);
    expect(statesOf(await readAll(steps))).toEqual([]);
  });

  it('ends when its signal aborts', async () => {
    const store = createMemoryStore();
    await storeContent(store, await blobOf('large', large));
    const stop = new AbortController();
    const steps = verifyAll({ store, repair: async () => undefined, now: () => new Date(), signal: stop.signal });
    await steps.next();
    stop.abort(new Error('enough'));
    await expect(steps.next()).rejects.toThrow('enough');
  });
});
