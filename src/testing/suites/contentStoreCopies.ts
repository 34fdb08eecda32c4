import { expect, it } from 'vitest';
import { type ReaderAt, writeBlob } from '../../content/index.ts';
import {
  type CurrentStore,
  expectBytes,
  expectCode,
  makeBytes,
  readAll,
  sha256,
  storeBytes,
} from './contentStoreFixtures.ts';

/** `writeBlob`, containerd's `WriteBlob` and `Copy`. */
export function testCopies(store: CurrentStore): void {
  it('stores the given labels', async () => {
    const bytes = makeBytes(100);
    const digest = await sha256(bytes);
    await writeBlob(store(), 'ref', bytes, { digest, size: 100n }, { labels: { kind: 'copy' } });
    expect((await store().info(digest)).labels).toEqual({ kind: 'copy' });
  });

  it('leaves the ingest if the source of a copy is short', async () => {
    const bytes = makeBytes(100);
    const digest = await sha256(bytes);
    await expectCode(writeBlob(store(), 'ref', bytes.subarray(0, 60), { digest, size: 100n }), 'data_loss');
    expect(await store().status('ref')).toMatchObject({ offset: 60 });
    await writeBlob(store(), 'ref', bytes, { digest, size: 100n });
    expectBytes(await readAll(store(), digest), bytes);
  });

  it('skips the copy of stored content, and does not read the source', async () => {
    const bytes = makeBytes(100);
    const digest = await sha256(bytes);
    await writeBlob(store(), 'ref', bytes, { digest });
    const source = new ReadableStream<Uint8Array>();
    await writeBlob(store(), 'ref', source, { digest });
    expect(source.locked).toBe(false);
  });

  it('succeeds if the content is stored while it is copied', async () => {
    const bytes = makeBytes(100);
    const digest = await sha256(bytes);
    const source: ReaderAt = {
      size: bytes.length,
      readAt: async (offset, length) => {
        await storeBytes(store(), bytes);
        return bytes.subarray(offset, offset + length);
      },
      close: async () => undefined,
    };
    await writeBlob(store(), 'ref', source, { digest, size: 100n }, { labels: { kind: 'late' } });
    expect((await store().info(digest)).labels).toEqual({});
    await expectCode(store().status('ref'), 'not_found');
  });

  it('does not read the source if the ref is locked', async () => {
    const writer = await store().writer('ref');
    const source = new ReadableStream<Uint8Array>();
    await expectCode(writeBlob(store(), 'ref', source, { digest: await sha256(makeBytes(1)) }), 'unavailable');
    expect(source.locked).toBe(false);
    await writer.close();
  });

  it.each([
    { source: 'is longer than the descriptor says', given: makeBytes(120), size: 100n },
    { source: 'is other bytes', given: makeBytes(100, 2), size: 100n },
  ])('stores nothing, leaves the ingest and unlocks the ref if the source $source', async ({ given, size }) => {
    const digest = await sha256(makeBytes(100));
    await expectCode(writeBlob(store(), 'ref', given, { digest, size }), 'failed_precondition');
    await expectCode(store().info(digest), 'not_found');
    expect(await store().status('ref')).toMatchObject({ offset: given.length });
    await (await store().writer('ref')).close();
  });

  it('ends with the error of the source, and resumes there the next time', async () => {
    const bytes = makeBytes(100);
    const digest = await sha256(bytes);
    const broken = new Error('cut');
    let isCut = false;
    const source = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        if (isCut) controller.error(broken);
        else controller.enqueue(bytes.subarray(0, 60));
        isCut = true;
      },
    });
    await expect(writeBlob(store(), 'ref', source, { digest, size: 100n })).rejects.toBe(broken);
    expect(await store().status('ref')).toMatchObject({ offset: 60, total: 100 });
    await writeBlob(store(), 'ref', new Blob([bytes]).stream(), { digest, size: 100n });
    expectBytes(await readAll(store(), digest), bytes);
  });

  it('cancels its source and leaves the ingest when its signal aborts', async () => {
    const bytes = makeBytes(100);
    const cancelling = new AbortController();
    const parts = [bytes.subarray(0, 60), bytes.subarray(60)];
    let isCancelled = false;
    const source = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          if (parts.length === 1) cancelling.abort();
          const part = parts.shift();
          if (part) controller.enqueue(part);
          else controller.close();
        },
        cancel: () => {
          isCancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
    const copying = writeBlob(store(), 'ref', source, { digest: await sha256(bytes) }, { signal: cancelling.signal });
    await expectCode(copying, 'cancelled');
    expect(isCancelled).toBe(true);
    expect(await store().status('ref')).toMatchObject({ offset: 60 });
    await (await store().writer('ref')).close();
  });
}
