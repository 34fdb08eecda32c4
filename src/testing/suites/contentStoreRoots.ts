import { describe, expect, it } from 'vitest';
import type { Digest } from '../../oci/index.ts';
import { type CurrentStore, expectCode, makeBytes, sha256, storeBytes } from './contentStoreFixtures.ts';

const large = 2 ** 20 + 5;

export function testRoots(store: CurrentStore): void {
  describe('roots', () => {
    it('are empty at first, are replaced together, and count their changes', async () => {
      expect(await store().roots()).toEqual({ text: '', revision: 0 });
      expect(await store().changeRoots(() => 'one')).toEqual({ text: 'one', revision: 1 });
      expect(await store().changeRoots(() => undefined)).toEqual({ text: 'one', revision: 1 });
      expect(await store().changeRoots(({ text }) => `${text}, two`)).toEqual({ text: 'one, two', revision: 2 });
      expect(await store().roots()).toEqual({ text: 'one, two', revision: 2 });
    });

    it('change one after the other', async () => {
      await Promise.all(Array.from({ length: 20 }, () => store().changeRoots(({ text }) => `${text}x`)));
      expect(await store().roots()).toEqual({ text: 'x'.repeat(20), revision: 20 });
    });

    it('can only require content that is complete and not corrupt', async () => {
      const small = await storeBytes(store(), makeBytes(10));
      const long = await storeBytes(store(), makeBytes(large));
      const nowhere = await sha256(makeBytes(12));
      await store().changeRoots(() => 'both', [small, long]);
      await expectMissing([small, nowhere], [nowhere]);
      await store().update({ digest: long, labels: { 'ociscope/corrupt': 'now' } }, 'labels.ociscope/corrupt');
      await expectMissing([small, long], [long]);
      expect(await store().roots()).toEqual({ text: 'both', revision: 1 });
    });

    it('that changed after content was selected protect it from being collected', async () => {
      const digest = await storeBytes(store(), makeBytes(10));
      const { revision } = await store().roots();
      await store().changeRoots(() => 'promised', [digest]);
      await expectCode(store().collect([digest], { rootsRevision: revision }), 'aborted');
      await store().info(digest);
      expect(await store().collect([digest], { rootsRevision: revision + 1 })).toMatchObject([{ digest }]);
    });

    it('never require content that is collected at the same moment', async () => {
      for (let round = 0; round < 20; round++) {
        const digest = await storeBytes(store(), makeBytes(10 + round));
        const { revision } = await store().roots();
        const promise = () => store().changeRoots(() => `${round}`, [digest]);
        const collect = () => store().collect([digest], { rootsRevision: revision });
        const both = round % 2 === 0 ? [promise(), collect()] : [collect(), promise()];
        const [one, other] = await Promise.allSettled(both);
        expect([one?.status, other?.status].sort()).toEqual(['fulfilled', 'rejected']);
        const isPromised = (await store().roots()).text === `${round}`;
        expect(await store().hasBody(digest)).toBe(isPromised);
      }
    });

    async function expectMissing(requires: readonly Digest[], missing: readonly Digest[]): Promise<void> {
      await expect(store().changeRoots(() => 'more', requires)).rejects.toMatchObject({
        code: 'failed_precondition',
        detail: { missing },
      });
    }
  });

  describe('a body', () => {
    it.each([0, 1, 2 ** 18 - 1, 2 ** 18, 2 ** 18 + 1, large])(
      'of %i bytes is complete once it is committed',
      async (size) => {
        const digest = await storeBytes(store(), makeBytes(size));
        expect(await store().hasBody(digest)).toBe(true);
        await store().delete(digest);
        expect(await store().hasBody(digest)).toBe(false);
        await expectCode(store().hasBody('nonsense'), 'invalid_argument');
      },
    );
  });

  describe('verification', () => {
    it('is recorded, and leaves the rest of the info unchanged', async () => {
      const digest = await storeBytes(store(), makeBytes(10), { a: 'b' });
      const before = await store().info(digest);
      await store().markVerified(digest, new Date(5));
      expect(await store().info(digest)).toEqual({ ...before, verifiedAt: new Date(5) });
      await store().markVerified(await sha256(makeBytes(11)), new Date(5));
    });
  });
}
