import { expect, it } from 'vitest';
import { type CurrentStore, expectCode, listRefs, makeBytes, sha256, storeBytes } from './contentStoreFixtures.ts';

export function testIngests(store: CurrentStore): void {
  it('refuses an empty ref', async () => {
    await expectCode(store().writer(''), 'invalid_argument');
  });

  it('refuses a malformed digest before it takes the lock', async () => {
    await expectCode(store().writer('ref', { digest: 'sha256:abc' }), 'invalid_argument');
    await (await store().writer('ref')).close();
  });

  it('refuses a stored digest, and leaves its ref unlocked', async () => {
    const digest = await storeBytes(store(), makeBytes(100));
    await expectCode(store().writer('ref', { digest }), 'already_exists');
    await expectCode(store().status('ref'), 'not_found');
    await (await store().writer('ref')).close();
  });

  it('refuses a second writer of a ref until the first is closed', async () => {
    const writer = await store().writer('ref');
    await expectCode(store().writer('ref'), 'unavailable');
    await writer.close();
    await (await store().writer('ref')).close();
  });

  it('returns unavailable for a locked ref even if the content is stored', async () => {
    const digest = await storeBytes(store(), makeBytes(100));
    const writer = await store().writer('ref');
    await expectCode(store().writer('ref', { digest }), 'unavailable');
    await writer.close();
  });

  it('refuses a writer whose signal is aborted', async () => {
    await expectCode(store().writer('ref', {}, { signal: AbortSignal.abort() }), 'cancelled');
    await (await store().writer('ref')).close();
  });

  it('copies the bytes it writes', async () => {
    const bytes = makeBytes(100);
    const digest = await sha256(bytes);
    const writer = await store().writer('ref');
    await writer.write(bytes);
    bytes.fill(0);
    await writer.commit(100, digest);
  });

  it('keeps the order of writes that are not awaited', async () => {
    const bytes = makeBytes(3 * 2 ** 20 + 5);
    const writer = await store().writer('ref');
    const writes = [];
    for (let start = 0; start < bytes.length; start += 700_000) {
      writes.push(writer.write(bytes.subarray(start, start + 700_000)));
    }
    await writer.commit(bytes.length, await sha256(bytes));
    await Promise.all(writes);
  });

  it('keeps an ingest that is closed without a commit, invisible as content', async () => {
    const bytes = makeBytes(100);
    const writer = await store().writer('ref', { size: 200n });
    await writer.write(bytes);
    await writer.close();
    expect(await store().status('ref')).toMatchObject({ offset: 100, total: 200 });
    await expectCode(store().info(await sha256(bytes)), 'not_found');
  });

  it('may be closed twice, and refuses to write, truncate and commit then', async () => {
    const writer = await store().writer('ref');
    await writer.close();
    await writer.close();
    await expectCode(writer.write(makeBytes(1)), 'failed_precondition');
    await expectCode(writer.truncate(0), 'failed_precondition');
    await expectCode(writer.commit(0), 'failed_precondition');
  });

  it('truncates to zero only', async () => {
    const bytes = makeBytes(100);
    const writer = await store().writer('ref');
    await writer.write(makeBytes(50, 2));
    await expectCode(writer.truncate(10), 'invalid_argument');
    await writer.truncate(0);
    expect(await writer.status()).toMatchObject({ offset: 0 });
    expect(writer.digest()).toBe(await sha256(new Uint8Array(0)));
    await writer.write(bytes);
    await writer.commit(100, await sha256(bytes));
  });

  it('aborts a stored ingest: the next writer starts from zero', async () => {
    const writer = await store().writer('ref');
    await writer.write(makeBytes(100));
    await writer.close();
    await store().abort('ref');
    await expectCode(store().status('ref'), 'not_found');
    const next = await store().writer('ref');
    expect(await next.status()).toMatchObject({ offset: 0 });
    await next.close();
  });

  it('aborts an open ingest: its writer holds the ref until closed, commits nothing and leaves nothing', async () => {
    const bytes = makeBytes(100);
    const writer = await store().writer('ref');
    await writer.write(bytes);
    await store().abort('ref');
    await expectCode(store().status('ref'), 'not_found');
    await expectCode(store().writer('ref'), 'unavailable');
    await expectCode(writer.commit(0), 'aborted');
    await expectCode(store().info(await sha256(bytes)), 'not_found');
    expect(await listRefs(store())).toEqual([]);
    await (await store().writer('ref')).close();
  });

  it('returns not_found for an abort without an ingest, or after another abort', async () => {
    await expectCode(store().abort('nothing'), 'not_found');
    const writer = await store().writer('ref');
    await store().abort('ref');
    await expectCode(store().abort('ref'), 'not_found');
    await writer.close();
    await expectCode(store().status('ref'), 'not_found');
  });
}
