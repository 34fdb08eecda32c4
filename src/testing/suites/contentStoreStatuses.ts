import { expect, it } from 'vitest';
import { digestBytes } from '../../oci/index.ts';
import { type CurrentStore, expectCode, listRefs, makeBytes, sha256, storeBytes } from './contentStoreFixtures.ts';

/** Tests `status` and `listStatuses` of ingests. */
export function testStatuses(store: CurrentStore): void {
  it('moves offset, digest and updatedAt with each write, and keeps startedAt', async () => {
    const bytes = makeBytes(256);
    const writer = await store().writer('ref', { size: 256n });
    const opened = await writer.status();
    expect(opened).toMatchObject({ ref: 'ref', offset: 0, total: 256 });
    expect(writer.digest()).toBe(await sha256(new Uint8Array(0)));
    let before = opened;
    let start = 0;
    for (const end of [64, 192, 256]) {
      await writer.write(bytes.subarray(start, end));
      start = end;
      const status = await store().status('ref');
      expect(status).toMatchObject({ offset: end, total: 256, startedAt: opened.startedAt });
      expect(status.updatedAt.getTime()).toBeGreaterThan(before.updatedAt.getTime());
      expect(writer.digest()).toBe(await sha256(bytes.subarray(0, end)));
      expect(await writer.status()).toEqual(status);
      before = status;
    }
    await writer.close();
  });

  it('returns not_found for a ref without an ingest', async () => {
    await expectCode(store().status('nothing'), 'not_found');
  });

  it('lists only open and stored ingests, by ref', async () => {
    await storeBytes(store(), makeBytes(10));
    const kept = await store().writer('b-kept');
    await kept.write(makeBytes(20));
    await kept.close();
    const open = await store().writer('a-open');
    expect(await listRefs(store())).toEqual(['a-open', 'b-kept']);
    await open.close();
  });

  it('is unchanged after a close: start, total, expected digest, last change', async () => {
    const expected = await sha256(makeBytes(200));
    const writer = await store().writer('ref', { digest: expected, size: 200n });
    await writer.write(makeBytes(100));
    const open = await writer.status();
    expect(open).toMatchObject({ ref: 'ref', offset: 100, total: 200, expected });
    await writer.close();
    expect(await store().status('ref')).toEqual(open);
    expect(await store().listStatuses()).toEqual([open]);
  });

  it('names the last expected digest, and the first stated total', async () => {
    const [first, second] = [await sha256(makeBytes(1)), await digestBytes('sha512', makeBytes(2))];
    await (await store().writer('ref')).close();
    expect(await store().status('ref')).not.toHaveProperty('expected');
    await (await store().writer('ref', { digest: first, size: 2n })).close();
    expect(await store().status('ref')).toMatchObject({ expected: first, total: 2 });
    await (await store().writer('ref', { digest: second })).close();
    await (await store().writer('ref')).close();
    expect(await store().status('ref')).toMatchObject({ expected: second, total: 2 });
  });

  it('is separate for each ref if many are written at once', async () => {
    const refs = ['a', 'b', 'c', 'd', 'e'];
    const writers = await Promise.all(refs.map((ref) => store().writer(ref)));
    for (let round = 0; round < 4; round++) {
      await Promise.all(writers.map((writer, seed) => writer.write(makeBytes(50 + seed, seed + 1))));
    }
    expect((await store().listStatuses()).map(({ ref, offset }) => ({ ref, offset }))).toEqual(
      refs.map((ref, seed) => ({ ref, offset: 4 * (50 + seed) })),
    );
    for (const [seed, writer] of writers.entries()) {
      const part = makeBytes(50 + seed, seed + 1);
      const digest = await sha256(new Uint8Array([...part, ...part, ...part, ...part]));
      expect(writer.digest()).toBe(digest);
      await writer.commit(0, digest);
    }
    expect(await store().listStatuses()).toEqual([]);
  });
}
