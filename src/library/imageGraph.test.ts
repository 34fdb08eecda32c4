import { describe, expect, it } from 'vitest';
import { type ContentStore, createMemoryStore } from '../content/index.ts';
import { type Digest, digestBytes } from '../oci/index.ts';
import { storeContent } from '../testing/index.ts';
import type { GcRoots } from './gcRoots.ts';
import { ImageGraph, type StoredImageRoot } from './imageGraph.ts';

const noRoots: GcRoots = { pinned: [], recent: [] };

/** A store whose content is derived from its name: `put('index', ['image'])`. */
function createStage() {
  let now = 0;
  const store: ContentStore = createMemoryStore({ clock: () => new Date(now++) });
  const bytesOf = (name: string) => new TextEncoder().encode(name.padEnd(100, '.'));
  const digestOf = (name: string) => digestBytes('sha256', bytesOf(name));
  const names = new Map<Digest, string>();
  const put = async (name: string, children?: readonly string[], subject?: string, labels = {}): Promise<Digest> => {
    const digest = await digestOf(name);
    names.set(digest, name);
    await storeContent(store, { bytes: bytesOf(name), digest }, labels);
    const named = children && {
      children: await Promise.all(children.map(digestOf)),
      ...(subject === undefined ? {} : { subject: await digestOf(subject) }),
    };
    if (named) await store.link(digest, named);
    return digest;
  };
  const nameOf = (digest: Digest) => names.get(digest) ?? digest;
  const read = async (roots: GcRoots = noRoots) => {
    const holdings = await ImageGraph.read(store, roots);
    const find = (name: string) => holdings.roots.filter(({ info }) => nameOf(info.digest) === name);
    const facts = ({ info, parts, protection: kept, isImage }: StoredImageRoot) =>
      `${nameOf(info.digest)}${isImage ? '' : ' (loose)'}${kept ? ` ${kept}` : ''}: ${[...parts].map(nameOf).sort().join(' ')}`;
    const own = (...wanted: string[]) =>
      holdings
        .exclusiveContent(wanted.flatMap(find))
        .map(({ digest }) => nameOf(digest))
        .sort();
    return { lines: holdings.roots.map(facts).sort(), own, all: holdings.roots };
  };
  return { store, put, digestOf, read };
}

describe('stored images', () => {
  it('are all images that no other contains, with everything they reach', async () => {
    const { put, read } = createStage();
    await put('layer');
    await put('config');
    await put('image', ['config', 'layer', 'not here']);
    await put('index', ['image', 'not here either']);
    await put('alone');
    expect((await read()).lines).toEqual(['alone (loose): alone', 'index: config image index layer']);
  });

  it('include their referrers, also those of a referrer', async () => {
    const { put, read } = createStage();
    await put('image', []);
    await put('signature', ['payload'], 'image');
    await put('payload');
    await put('of the signature', [], 'signature');
    await put('about nothing here', [], 'gone');
    expect((await read()).lines).toEqual([
      'about nothing here: about nothing here',
      'image: image of the signature payload signature',
    ]);
  });

  it('include the signed documents and lists of referrers that their labels name, and the entries of those lists', async () => {
    const { put, digestOf, read } = createStage();
    await put('list', ['signature'], undefined, { 'ociscope/referrers': 'list' });
    await put('signature', []);
    await put('signed');
    await put('unnamed');
    await put('image', [], undefined, {
      'ociscope/referrers.docker.io/library/alpine': `2024-01-01T00:00:00.000Z ${await digestOf('list')}`,
      'ociscope/referrers.ghcr.io/x': '2024-01-01T00:00:00.000Z',
      'ociscope/schema1.signed.docker.io/library/alpine': await digestOf('signed'),
      'ociscope/schema1.signed': await digestOf('unnamed'),
    });
    expect((await read()).lines).toEqual(['image: image list signature signed unnamed']);
  });

  it('list a referrers list whose subject is gone as loose content', async () => {
    const { put, read } = createStage();
    await put('list', ['signature'], undefined, { 'ociscope/referrers': 'list' });
    expect((await read()).lines).toEqual(['list (loose): list']);
  });

  it('include what is pinned, tagged or recent as an image of its own, with the strongest protection', async () => {
    const { put, digestOf, read } = createStage();
    await put('one', ['shared']);
    await put('two', ['shared'], undefined, { 'ociscope/tag.docker.io/library/alpine:3': 'then' });
    await put('shared');
    await put('index', ['one', 'two']);
    const [one, index, shared] = await Promise.all(['one', 'index', 'shared'].map(digestOf));
    expect((await read()).lines).toEqual(['index: index one shared two', 'two tagged: shared two']);
    const pinned = [{ reference: 'docker.io/library/alpine:3' }, { reference: `ghcr.io/x@${index}` }];
    const recent = [{ reference: 'ghcr.io/x:1', ...(one ? { digest: one } : {}) }, { reference: String(shared) }];
    expect((await read({ pinned, recent })).lines).toEqual([
      'index pinned: index one shared two',
      'one recent: one shared',
      'two pinned: shared two',
    ]);
  });

  it('know what is deleted with one, and with several at once', async () => {
    const { put, read } = createStage();
    await put('base');
    await put('one', ['base', 'layer']);
    await put('two', ['base']);
    await put('layer');
    const { own } = await read();
    expect(own('one')).toEqual(['layer', 'one']);
    expect(own('two')).toEqual(['two']);
    expect(own('one', 'two')).toEqual(['base', 'layer', 'one', 'two']);
  });

  it('end at a cycle, and have each item once', async () => {
    const { put, read } = createStage();
    await put('index', ['image'], 'image');
    await put('image', ['layer']);
    await put('layer');
    expect((await read()).lines.map((line) => line.replace(/^\w+/, 'first'))).toEqual(['first: image index layer']);
  });

  it('were last used when they were stored or read', async () => {
    const { store, put, read } = createStage();
    const [one, two] = [await put('one', []), await put('two', [])];
    await store.touch(
      new Map([
        [one, new Date(1000)],
        [two, new Date(0)],
      ]),
    );
    const usedAt = new Map((await read()).all.map(({ info, usedAt }) => [info.digest, usedAt]));
    expect(usedAt.get(one)).toEqual(new Date(1000));
    expect(usedAt.get(two)).toEqual((await store.info(two)).createdAt);
  });

  it('are found among 10,000 blobs and 2,000 images', async () => {
    const { put, read } = createStage();
    const layers = Array.from({ length: 50 }, (_, index) => `layer-${index}`);
    for (const layer of layers) await put(layer);
    for (let index = 0; index < 2000; index++) await put(`image-${index}`, layers.slice(index % 41, (index % 41) + 10));
    for (let index = 0; index < 7950; index++) await put(`loose-${index}`);
    const { all, own } = await read();
    expect(all).toHaveLength(9950);
    expect(own('image-7')).toEqual(['image-7']);
  });
});
