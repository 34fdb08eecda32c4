import { describe, expect, it } from 'vitest';
import { digestBytes } from '../../oci/index.ts';
import {
  type CurrentStore,
  expectBytes,
  expectCode,
  makeBytes,
  readAll,
  sha256,
  storeBytes,
} from './contentStoreFixtures.ts';

export function testCommits(store: CurrentStore): void {
  describe.each([
    { refOf: 'neither size nor digest', length: 1000, sized: false, named: false },
    { refOf: 'a size', length: 1001, sized: true, named: false },
    { refOf: 'a digest', length: 1002, sized: false, named: true },
    { refOf: 'size and digest', length: 1003, sized: true, named: true },
    { refOf: 'size and digest of 32 MiB', length: 32 * 2 ** 20, sized: true, named: true },
  ])('by a ref opened with $refOf', ({ length, sized, named }) => {
    it('makes bytes written in many chunks visible with digest, size, labels and times', async () => {
      const bytes = makeBytes(length);
      const digest = await sha256(bytes);
      const writer = await store().writer('ref', {
        ...(sized ? { size: BigInt(length) } : {}),
        ...(named ? { digest } : {}),
      });
      const chunkBytes = length > 2 ** 20 ? 2 ** 16 : 32;
      for (let start = 0; start < length; start += chunkBytes)
        await writer.write(bytes.subarray(start, start + chunkBytes));
      const { updatedAt } = await writer.status();
      await expectCode(store().info(digest), 'not_found');
      await writer.commit(0, '', { kind: 'test' });
      const info = await store().info(digest);
      expect(info).toMatchObject({ digest, size: length, labels: { kind: 'test' } });
      expect(info.createdAt.getTime()).toBeGreaterThan(updatedAt.getTime());
      expect(info.updatedAt).toEqual(info.createdAt);
      expect(await sha256(await readAll(store(), digest))).toBe(digest);
      await expectCode(store().status('ref'), 'not_found');
      await expectCode(writer.commit(0, ''), 'failed_precondition');
    });
  });

  it('stores empty content under its digest', async () => {
    const digest = await storeBytes(store(), new Uint8Array(0));
    expect(await store().info(digest)).toMatchObject({ size: 0 });
    expectBytes(await readAll(store(), digest), new Uint8Array(0));
  });

  it.each(['sha384', 'sha512'] as const)(
    'stores content under %s, and hashes with it from the start',
    async (algorithm) => {
      const bytes = makeBytes(2 ** 20 + 100);
      const digest = await digestBytes(algorithm, bytes);
      const writer = await store().writer('ref', { digest });
      await writer.write(bytes);
      expect(writer.digest()).toBe(digest);
      await writer.commit(bytes.length, digest);
      expectBytes(await readAll(store(), digest), bytes);
    },
  );

  it('hashes again if the digest uses another algorithm than the writer was opened with', async () => {
    const bytes = makeBytes(2 ** 20 + 100);
    const digest = await digestBytes('sha512', bytes);
    const writer = await store().writer('ref');
    await writer.write(bytes);
    await writer.commit(0, digest);
    expectBytes(await readAll(store(), digest), bytes);
  });

  it('keeps the ingest, unlocked and resumable, if the digest does not match', async () => {
    const bytes = makeBytes(300);
    const writer = await store().writer('ref');
    await writer.write(bytes);
    await expect(writer.commit(0, await sha256(makeBytes(300, 2)))).rejects.toMatchObject({
      code: 'failed_precondition',
      reason: 'digest_mismatch',
    });
    expect(await store().status('ref')).toMatchObject({ offset: 300 });
    const next = await store().writer('ref');
    await next.commit(300, await sha256(bytes));
    expectBytes(await readAll(store(), await sha256(bytes)), bytes);
    await (await store().writer('ref')).close();
  });

  it('keeps the ingest if the size does not match, and checks the size before the digest', async () => {
    const bytes = makeBytes(300);
    const writer = await store().writer('ref');
    await writer.write(bytes);
    await expect(writer.commit(299, await sha256(makeBytes(300, 2)))).rejects.toMatchObject({
      code: 'failed_precondition',
      reason: undefined,
    });
    const next = await store().writer('ref');
    expect(await next.status()).toMatchObject({ offset: 300 });
    await next.commit(300, await sha256(bytes));
    await expectCode(store().status('ref'), 'not_found');
    await (await store().writer('ref')).close();
  });

  it('treats size 0 as unknown', async () => {
    const bytes = makeBytes(300);
    const writer = await store().writer('ref', { size: 0n });
    await writer.write(bytes);
    await writer.commit(0, await sha256(bytes));
  });

  it('keeps the ingest if the digest is malformed', async () => {
    const writer = await store().writer('ref');
    await writer.write(makeBytes(10));
    // @ts-expect-error not a parsed digest
    await expectCode(writer.commit(0, 'sha256:abc'), 'invalid_argument');
    expect(await store().status('ref')).toMatchObject({ offset: 10 });
    await (await store().writer('ref')).close();
  });

  it('closes the writer whatever the outcome', async () => {
    const writer = await store().writer('ref');
    await writer.write(makeBytes(10));
    await expectCode(writer.commit(11), 'failed_precondition');
    await expectCode(writer.write(makeBytes(1)), 'failed_precondition');
    await expectCode(writer.commit(10), 'failed_precondition');
    await writer.close();
  });
}
