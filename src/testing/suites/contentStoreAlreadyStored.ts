import { expect, it } from 'vitest';
import {
  type CurrentStore,
  expectBytes,
  expectCode,
  listRefs,
  makeBytes,
  pieceBytes,
  readAll,
  sha256,
  storeBytes,
} from './contentStoreFixtures.ts';

/** Commits content that was stored after its `writer` was opened. */
export function testAlreadyStored(store: CurrentStore): void {
  it.each(['given', 'left open'])('reports stored content as already existing, its digest %s', async (which) => {
    const bytes = makeBytes(100);
    const digest = await storeBytes(store(), bytes);
    const writer = await store().writer('again');
    await writer.write(bytes);
    await expectCode(writer.commit(0, which === 'given' ? digest : ''), 'already_exists');
    expect(await listRefs(store())).toEqual([]);
    const next = await store().writer('again');
    expect(await next.status()).toMatchObject({ offset: 0 });
    await next.close();
  });

  it.each([
    { bytes: 'a few bytes', length: 100 },
    { bytes: 'more than a piece', length: pieceBytes + 100 },
  ])('removes a stored ingest of $bytes, which leaves nothing to abort', async ({ length }) => {
    const bytes = makeBytes(length);
    const first = await store().writer('ref');
    await first.write(bytes.subarray(0, length - 50));
    await first.close();
    const digest = await storeBytes(store(), bytes);
    const writer = await store().writer('ref');
    await writer.write(bytes.subarray(length - 50));
    await expectCode(writer.commit(length, digest), 'already_exists');
    await expectCode(store().abort('ref'), 'not_found');
    const next = await store().writer('ref');
    expect(await next.status()).toMatchObject({ offset: 0, total: 0 });
    await next.close();
    expectBytes(await readAll(store(), digest), bytes);
  });

  it('leaves labels and times of stored content unchanged', async () => {
    const bytes = makeBytes(100);
    const digest = await storeBytes(store(), bytes, { kind: 'first' });
    const before = await store().info(digest);
    const writer = await store().writer('ref');
    await writer.write(bytes);
    await expectCode(writer.commit(100, '', { kind: 'second', other: 'x' }), 'already_exists');
    expect(await store().info(digest)).toEqual(before);
  });

  it('checks size and digest first: an ingest of other bytes stays', async () => {
    const digest = await storeBytes(store(), makeBytes(100));
    const writer = await store().writer('ref');
    await writer.write(makeBytes(100, 2));
    await expectCode(writer.commit(100, digest), 'failed_precondition');
    expect(await store().status('ref')).toMatchObject({ offset: 100 });
  });

  it('lets two refs write one digest at once; the second commit finds it stored', async () => {
    const bytes = makeBytes(100);
    const digest = await sha256(bytes);
    const first = await store().writer('first', { digest });
    const second = await store().writer('second', { digest });
    await first.write(bytes);
    await second.write(bytes);
    await first.commit(0, digest);
    await expectCode(second.commit(0, digest), 'already_exists');
    expect(await listRefs(store())).toEqual([]);
  });

  it('lets exactly one of many concurrent commits of one digest succeed', async () => {
    const bytes = makeBytes(5000);
    const digest = await sha256(bytes);
    const writers = await Promise.all(Array.from({ length: 8 }, (_, index) => store().writer(`ref-${index}`)));
    await Promise.all(writers.map((writer) => writer.write(bytes)));
    const outcomes = await Promise.allSettled(writers.map((writer) => writer.commit(5000, digest)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'already_exists' });
    }
    expect(await listRefs(store())).toEqual([]);
    expectBytes(await readAll(store(), digest), bytes);
  });
}
