import { describe, expect, it } from 'vitest';
import { type Digest, digestBytes, parseDigest } from '../../oci/index.ts';
import { type CurrentStore, expectCode, makeBytes, sha256, storeBytes } from './contentStoreFixtures.ts';

const nowhere = `sha256:${'0'.repeat(64)}`;
const first = parseDigest(`sha256:${'1'.repeat(64)}`);
const second = parseDigest(`sha256:${'2'.repeat(64)}`);
const third = parseDigest(`sha256:${'3'.repeat(64)}`);

export function testLinks(store: CurrentStore): void {
  /** Stores new content that refers to these. */
  async function storeParent(seed: number, references: readonly Digest[], size = 40): Promise<Digest> {
    const bytes = makeBytes(size, seed);
    const writer = await store().writer(`parent-${seed}`);
    await writer.write(bytes);
    await writer.commit(0, '', { seed: String(seed) }, { children: references });
    return sha256(bytes);
  }

  const parentsOf = async (child: string, limit = 100) => {
    const { infos, total } = await store().referredBy(child, limit);
    return { digests: infos.map(({ digest }) => digest), total };
  };

  it('are those given at commit, also to content that is not stored, with the parent’s info', async () => {
    const parent = await storeParent(1, [first, second]);
    for (const child of [first, second]) {
      expect(await store().referredBy(child, 10)).toEqual({ infos: [await store().info(parent)], total: 1 });
    }
    expect(await store().info(parent)).toMatchObject({ linked: true, labels: { seed: '1' } });
    expect(await parentsOf(third)).toEqual({ digests: [], total: 0 });
    expect(await parentsOf(parent)).toEqual({ digests: [], total: 0 });
  });

  it('are those of an ingest that was stored in pieces', async () => {
    const parent = await storeParent(1, [first], 2 ** 20 + 5);
    expect(await parentsOf(first)).toEqual({ digests: [parent], total: 1 });
  });

  it('are listed newest first, up to the limit, and all counted', async () => {
    const parents: Digest[] = [];
    for (let seed = 1; seed <= 12; seed++) parents.unshift(await storeParent(seed, [first]));
    expect(await parentsOf(first)).toEqual({ digests: parents, total: 12 });
    expect(await parentsOf(first, 5)).toEqual({ digests: parents.slice(0, 5), total: 12 });
  });

  it('list a parent once if it names the child twice', async () => {
    const parent = await storeParent(1, [first, second, first]);
    expect(await parentsOf(first)).toEqual({ digests: [parent], total: 1 });
  });

  it('of 1,000 children are found by each', async () => {
    const children = await Promise.all(Array.from({ length: 1000 }, (_, seed) => sha256(makeBytes(8, seed))));
    const parent = await storeParent(1, children);
    for (const child of [children[0], children[999]]) {
      expect(await parentsOf(child ?? '')).toEqual({ digests: [parent], total: 1 });
    }
  });

  it('to a subject are found like those to children, and distinguished', async () => {
    const [about, plain] = [await storeBytes(store(), makeBytes(41)), await storeParent(1, [second])];
    await store().link(about, { children: [third, first], subject: first });
    expect(await parentsOf(first)).toEqual({ digests: [about], total: 1 });
    expect(await parentsOf(third)).toEqual({ digests: [about], total: 1 });
    expect(await store().references()).toEqual(
      new Map([
        [about, { children: [third, first], subject: first }],
        [plain, { children: [second] }],
      ]),
    );
  });

  it('are found by children of other algorithms', async () => {
    const child = await digestBytes('sha512', makeBytes(9));
    expect(await parentsOf(child)).toEqual({ digests: [], total: 0 });
    const parent = await storeParent(1, [child]);
    expect(await parentsOf(child)).toEqual({ digests: [parent], total: 1 });
  });

  it('stay while labels are changed or replaced', async () => {
    const parent = await storeParent(1, [first]);
    await store().update({ digest: parent, labels: { other: 'x' } });
    await store().update({ digest: parent, labels: { more: 'y' } }, 'labels.more');
    const info = await store().info(parent);
    expect(info).toMatchObject({ linked: true, labels: { other: 'x', more: 'y' } });
    expect(await store().referredBy(first, 10)).toEqual({ infos: [info], total: 1 });
  });

  it('stay if the same content is committed again', async () => {
    const parent = await storeParent(1, [first]);
    await expectCode(storeParent(1, [second]), 'already_exists');
    expect(await parentsOf(first)).toEqual({ digests: [parent], total: 1 });
    expect(await parentsOf(second)).toEqual({ digests: [], total: 0 });
  });

  it('are deleted with the content, and stored again with it', async () => {
    const parent = await storeParent(1, [first]);
    await store().delete(parent);
    expect(await parentsOf(first)).toEqual({ digests: [], total: 0 });
    await storeParent(1, [second]);
    expect(await parentsOf(first)).toEqual({ digests: [], total: 0 });
    expect(await parentsOf(second)).toEqual({ digests: [parent], total: 1 });
  });

  it('of other content stay', async () => {
    const [gone, stays] = [await storeParent(1, [first]), await storeParent(2, [first])];
    await store().delete(gone);
    expect(await parentsOf(first)).toEqual({ digests: [stays], total: 1 });
  });

  describe('set later', () => {
    it('are found, and replace earlier ones', async () => {
      const parent = await storeBytes(store(), makeBytes(40));
      const before = await store().info(parent);
      expect(before).not.toHaveProperty('linked');
      await store().link(parent, { children: [first, second] });
      expect(await store().info(parent)).toEqual({ ...before, linked: true });
      expect(await parentsOf(first)).toEqual({ digests: [parent], total: 1 });
      await store().link(parent, { children: [second, third] });
      expect(await parentsOf(first)).toEqual({ digests: [], total: 0 });
      expect(await parentsOf(third)).toEqual({ digests: [parent], total: 1 });
      await store().link(parent, { children: [] });
      expect(await parentsOf(second)).toEqual({ digests: [], total: 0 });
    });

    it('are deleted with the content too', async () => {
      const parent = await storeBytes(store(), makeBytes(40));
      await store().link(parent, { children: [first] });
      await store().update({ digest: parent, labels: { moved: 'later' } });
      await store().delete(parent);
      expect(await parentsOf(first)).toEqual({ digests: [], total: 0 });
    });

    it('are refused if there is no such content', async () => {
      await expectCode(store().link(nowhere, { children: [first] }), 'not_found');
      await expectCode(store().link('nonsense', { children: [first] }), 'invalid_argument');
      await expectCode(store().referredBy('nonsense', 10), 'invalid_argument');
      expect(await parentsOf(first)).toEqual({ digests: [], total: 0 });
    });
  });
}
