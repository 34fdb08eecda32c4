import { describe, expect, it } from 'vitest';
import { sweepIngests } from '../../content/index.ts';
import { type CurrentStore, expectBytes, expectCode, listRefs, makeBytes, sha256 } from './contentStoreFixtures.ts';

/** Tests the content of an ingest, and who locks it. */
export function testHolding(store: CurrentStore): void {
  describe('reading an ingest', () => {
    const bytes = makeBytes(700_000);

    it.each([
      ['its beginning', 0, 10],
      ['bytes across pieces', 262_000, 300_000],
      ['bytes across pieces and the rest', 500_000, 150_000],
      ['only the rest', 640_000, 1000],
      ['past its end', 649_990, 1000],
      ['nothing after its end', 650_000, 1000],
    ])('returns %s, while it is written and when it is resumed', async (_what, offset, length) => {
      const writer = await store().writer('ref');
      await writer.write(bytes.subarray(0, 650_000));
      const wanted = bytes.subarray(offset, Math.min(offset + length, 650_000));
      expectBytes(await writer.readAt(offset, length), wanted);
      await writer.close();
      const next = await store().writer('ref');
      expectBytes(await next.readAt(offset, length), wanted);
      await next.write(bytes.subarray(650_000));
      expectBytes(await next.readAt(offset, length), bytes.subarray(offset, offset + length));
      await next.commit(bytes.length, await sha256(bytes));
    });

    it('waits for pending writes', async () => {
      const writer = await store().writer('ref');
      const writes = [writer.write(bytes.subarray(0, 300_000)), writer.write(bytes.subarray(300_000))];
      expectBytes(await writer.readAt(0, bytes.length), bytes);
      await Promise.all(writes);
      await writer.truncate(0);
      expect(await writer.readAt(0, 10)).toHaveLength(0);
      await writer.close();
    });

    it('is refused for a negative offset, and after close', async () => {
      const writer = await store().writer('ref');
      await expectCode(writer.readAt(-1, 1), 'invalid_argument');
      await writer.close();
      await expectCode(writer.readAt(0, 1), 'failed_precondition');
    });
  });

  it('waits for a locked ref, and then finds what was stored meanwhile', async () => {
    const bytes = makeBytes(100);
    const digest = await sha256(bytes);
    const holder = await store().writer('ref', { digest });
    const waiting = store().writer('ref', { digest }, { waits: true });
    waiting.catch(() => undefined);
    await holder.write(bytes);
    await holder.commit(100, digest);
    await expectCode(waiting, 'already_exists');
  });

  it('gives a locked ref to one waiting writer after the other, and to none that cancelled', async () => {
    const holder = await store().writer('ref');
    const leaving = new AbortController();
    const gone = store().writer('ref', {}, { waits: true, signal: leaving.signal });
    const others = [store().writer('ref', {}, { waits: true }), store().writer('ref', {}, { waits: true })];
    leaving.abort('gone');
    await expectCode(gone, 'cancelled');
    await holder.close();
    const first = await Promise.race(others);
    await expectCode(store().writer('ref'), 'unavailable');
    await first.close();
    for (const other of others) await (await other).close();
  });

  it('aborts an ingest only while no writer is open, if requested', async () => {
    const writer = await store().writer('ref');
    await writer.write(makeBytes(10));
    await expectCode(store().abort('ref', { onlyIdle: true }), 'unavailable');
    await writer.close();
    await store().abort('ref', { onlyIdle: true });
    await expectCode(store().abort('ref', { onlyIdle: true }), 'not_found');
    await (await store().writer('ref')).close();
  });

  it('sweeps ingests that were not written to for long, and none that are locked or younger', async () => {
    const old = await store().writer('old');
    await old.write(makeBytes(300_000));
    await old.close();
    const held = await store().writer('held');
    const { updatedAt } = await store().status('held');
    const young = await store().writer('young');
    await young.write(makeBytes(10));
    await young.close();
    const now = () => new Date(updatedAt.getTime() + 1000);
    const sweep = () => sweepIngests(store(), { olderThanMs: 1000, now });
    expect(await sweep()).toEqual(['old']);
    expect(await listRefs(store())).toEqual(['held', 'young']);
    await held.close();
    expect(await sweepIngests(store(), { olderThanMs: 0, now })).toEqual(['held', 'young']);
    expect(await sweep()).toEqual([]);
  });
}
