import { describe, expect, it } from 'vitest';
import { readVerified } from '../../content/index.ts';
import { digestBytes } from '../../oci/index.ts';
import {
  type CurrentStore,
  expectBytes,
  expectCode,
  makeBytes,
  nowhere,
  readAll,
  sha256,
  storeBytes,
} from './contentStoreFixtures.ts';

export function testCommittedContent(store: CurrentStore): void {
  describe('readerAt', () => {
    it('reads a small blob into a buffer one byte larger', async () => {
      const bytes = makeBytes(500);
      const reader = await store().readerAt({ digest: await storeBytes(store(), bytes) });
      expect(reader.size).toBe(500);
      expectBytes(await reader.readAt(0, 501), bytes);
      await reader.close();
    });

    it.each([500, 300_000, 2 ** 20, 3 * 2 ** 20 + 7])(
      'reads any part of %i bytes, and nothing past the end',
      async (size) => {
        const bytes = makeBytes(size);
        const reader = await store().readerAt({ digest: await storeBytes(store(), bytes) });
        const starts = [0, 1, 499, Math.floor(size / 2), 2 ** 20 - 1, 2 ** 20, size - 1, size, size + 10];
        for (const start of starts) {
          for (const length of [0, 1, 2, 1000, 2 ** 20 + 2, size]) {
            expectBytes(await reader.readAt(start, length), bytes.subarray(start, start + length));
          }
        }
        await reader.close();
      },
    );

    it('returns copies: changes by a caller do not affect the next read', async () => {
      const bytes = makeBytes(100);
      const reader = await store().readerAt({ digest: await storeBytes(store(), bytes) });
      (await reader.readAt(0, 100)).fill(0);
      expectBytes(await reader.readAt(0, 100), bytes);
    });

    it('has the info of the moment it was opened', async () => {
      const digest = await storeBytes(store(), makeBytes(100));
      await store().update({ digest, labels: { first: 'yes' } });
      const info = await store().info(digest);
      const reader = await store().readerAt({ digest });
      expect(reader.info).toEqual(info);
      await store().update({ digest, labels: { second: 'yes' } });
      expect(reader.info).toEqual(info);
    });

    it('uses only the digest of the descriptor', async () => {
      const digest = await storeBytes(store(), makeBytes(100));
      expect((await store().readerAt({ digest, size: 7n })).size).toBe(100);
    });

    it('refuses negative offsets and lengths, and reads after close', async () => {
      const reader = await store().readerAt({ digest: await storeBytes(store(), makeBytes(100)) });
      await expectCode(reader.readAt(-1, 10), 'invalid_argument');
      await expectCode(reader.readAt(0, -1), 'invalid_argument');
      await reader.close();
      await reader.close();
      await expectCode(reader.readAt(0, 1), 'failed_precondition');
    });

    it('refuses a malformed digest, and returns not_found for an unknown one', async () => {
      await expectCode(store().readerAt({ digest: '' }), 'invalid_argument');
      await expectCode(store().readerAt({ digest: nowhere }), 'not_found');
      await expectCode(store().readerAt({ digest: nowhere }, { signal: AbortSignal.abort() }), 'cancelled');
    });
  });

  describe('readVerified', () => {
    it.each(['sha256', 'sha384', 'sha512'] as const)('returns the complete %s content', async (algorithm) => {
      const bytes = makeBytes(5000);
      const digest = await digestBytes(algorithm, bytes);
      const writer = await store().writer('ref', { digest });
      await writer.write(bytes);
      await writer.commit(0, digest);
      expectBytes(await readVerified(store(), digest, { limitBytes: 5000 }), bytes);
    });

    it('refuses more than the limit', async () => {
      const digest = await storeBytes(store(), makeBytes(5000));
      await expect(readVerified(store(), digest, { limitBytes: 4999 })).rejects.toMatchObject({
        code: 'resource_exhausted',
        reason: 'too_large',
      });
    });

    it('returns not_found for an unknown digest', async () => {
      await expectCode(readVerified(store(), await sha256(makeBytes(1)), { limitBytes: 10 }), 'not_found');
    });
  });

  describe('walk and delete', () => {
    it('visits all content by digest, one after the other', async () => {
      const digests = [];
      for (let seed = 1; seed <= 12; seed++) digests.push(await storeBytes(store(), makeBytes(50, seed)));
      const visited: string[] = [];
      let visiting = 0;
      await store().walk(async (info) => {
        visiting++;
        expect(visiting).toBe(1);
        visited.push((await store().info(info.digest)).digest);
        visiting--;
      });
      expect(visited).toEqual(digests.sort());
    });

    it('ends a walk with the error of the visitor', async () => {
      await storeBytes(store(), makeBytes(50));
      const stop = new Error('enough');
      await expect(
        store().walk(() => {
          throw stop;
        }),
      ).rejects.toBe(stop);
    });

    it.each([100, 2 ** 20 + 1])('deletes %i bytes, which can be stored again', async (size) => {
      const bytes = makeBytes(size);
      const digest = await storeBytes(store(), bytes);
      await store().delete(digest);
      await expectCode(store().info(digest), 'not_found');
      await expectCode(store().readerAt({ digest }), 'not_found');
      await storeBytes(store(), bytes);
      expectBytes(await readAll(store(), digest), bytes);
    });

    it('returns data_loss if content in pieces is deleted while it is read', async () => {
      const digest = await storeBytes(store(), makeBytes(2 ** 21));
      const reader = await store().readerAt({ digest });
      await store().delete(digest);
      await expectCode(reader.readAt(0, 10), 'data_loss');
    });

    it('refuses to delete a malformed digest, and returns not_found for an unknown one', async () => {
      await expectCode(store().delete('nonsense'), 'invalid_argument');
      await expectCode(store().delete(nowhere), 'not_found');
    });
  });
}
