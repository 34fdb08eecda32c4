import { describe, expect, it } from 'vitest';
import {
  type CurrentStore,
  expectBytes,
  expectCode,
  labelled,
  makeBytes,
  sha256,
  storeBytes,
} from './contentStoreFixtures.ts';

const large = 2 ** 20 + 5;

export function testCollecting(store: CurrentStore): void {
  describe('uses', () => {
    it('are the last reported ones, of stored content only', async () => {
      const [first, second] = [await storeBytes(store(), makeBytes(10)), await storeBytes(store(), makeBytes(11))];
      const nowhere = await sha256(makeBytes(12));
      expect(await store().uses()).toEqual(new Map());
      await store().touch(new Map([first, second, nowhere].map((digest) => [digest, new Date(5)])));
      await store().touch(new Map([[second, new Date(7)]]));
      expect(await store().uses()).toEqual(
        new Map([
          [first, new Date(5)],
          [second, new Date(7)],
        ]),
      );
    });

    it('leave info unchanged, and are removed with the content', async () => {
      const digest = await storeBytes(store(), makeBytes(10), { a: 'b' });
      const before = await store().info(digest);
      await store().touch(new Map([[digest, new Date(5)]]));
      expect(await store().info(digest)).toEqual(before);
      await store().delete(digest);
      expect(await store().uses()).toEqual(new Map());
    });
  });

  describe('collected content', () => {
    it('is removed with its edges and returned with its info, and the rest stays', async () => {
      const [small, long] = [await storeBytes(store(), makeBytes(10)), await storeBytes(store(), makeBytes(large))];
      const stays = await storeBytes(store(), makeBytes(11));
      await store().link(small, { children: [stays] });
      const infos = [await store().info(small), await store().info(long)];
      expect(await store().collect([small, long, small])).toEqual(infos);
      for (const digest of [small, long]) await expectCode(store().info(digest), 'not_found');
      expect(await store().referredBy(stays, 10)).toEqual({ infos: [], total: 0 });
      expect(await store().references()).toEqual(new Map());
      expect(await store().info(stays)).toMatchObject({ size: 11 });
    });

    it('may be empty, and an invalid digest collects nothing', async () => {
      expect(await store().collect([])).toEqual([]);
      expect(await store().collect([await sha256(makeBytes(10))])).toEqual([]);
      const digest = await storeBytes(store(), makeBytes(10));
      await expectCode(store().collect([digest, 'nonsense']), 'invalid_argument');
      await store().info(digest);
    });

    it('excludes content that is being read in pieces, until all its readers are closed', async () => {
      const digest = await storeBytes(store(), makeBytes(large));
      const readers = [await store().readerAt({ digest }), await store().readerAt({ digest })];
      for (const reader of readers) {
        expect(await store().collect([digest])).toEqual([]);
        expectBytes(await reader.readAt(large - 5, 10), makeBytes(large).subarray(large - 5));
        await reader.close();
        await reader.close();
      }
      expect(await store().collect([digest])).toMatchObject([{ digest }]);
      await expectCode(store().readerAt({ digest }), 'not_found');
    });

    it('can be stored again', async () => {
      const digest = await storeBytes(store(), makeBytes(large));
      await store().collect([digest]);
      expect(await storeBytes(store(), makeBytes(large))).toBe(digest);
    });
  });

  describe('a walk by a label', () => {
    const tag = (name: string) => ({ [`ociscope/tag.host/${name}`]: 'now' });

    it('visits content with a label of that prefix, each once, by digest', async () => {
      const both = await storeBytes(store(), makeBytes(10), { ...tag('app:1'), ...tag('app:2'), other: 'x' });
      const one = await storeBytes(store(), makeBytes(11), tag('app:3'));
      await storeBytes(store(), makeBytes(12), tag('apps:1'));
      await storeBytes(store(), makeBytes(13), { other: 'x' });
      const infos = await Promise.all([both, one].sort().map((digest) => store().info(digest)));
      expect(await labelled(store(), 'ociscope/tag.host/app:')).toEqual(infos);
      expect(await labelled(store(), 'ociscope/tag.host/app:3')).toMatchObject([{ digest: one }]);
      expect(await labelled(store(), 'ociscope/tag.host/none:')).toEqual([]);
    });

    it('follows updates and deletes', async () => {
      const digest = await storeBytes(store(), makeBytes(10), tag('app:1'));
      await store().update({ digest, labels: tag('app:2') }, 'labels.ociscope/tag.host/app:2');
      expect(await labelled(store(), 'ociscope/tag.host/app:2')).toMatchObject([{ digest }]);
      await store().update({ digest, labels: { other: 'x' } });
      expect(await labelled(store(), 'ociscope/')).toEqual([]);
      await store().update({ digest, labels: tag('app:4') });
      await store().delete(digest);
      expect(await labelled(store(), 'ociscope/')).toEqual([]);
    });

    it('is refused for labels that are not indexed', async () => {
      await expectCode(labelled(store(), 'containerd.io/'), 'invalid_argument');
    });
  });
}
