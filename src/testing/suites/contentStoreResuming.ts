import { describe, expect, it } from 'vitest';
import { type ContentStore, writeBlob } from '../../content/index.ts';
import { type Digest, digestBytes } from '../../oci/index.ts';
import {
  type CurrentStore,
  expectBytes,
  expectCode,
  makeBytes,
  pieceBytes,
  readAll,
  sha256,
} from './contentStoreFixtures.ts';

type Resume = (store: ContentStore, bytes: Uint8Array<ArrayBuffer>, digest: Digest) => Promise<void>;

/** containerd's five ways to resume an interrupted write. */
const ways: Readonly<Record<string, Resume>> = {
  'truncating and writing all bytes': async (store, bytes, digest) => {
    const writer = await store.writer('ref', { digest, size: BigInt(bytes.length) });
    await writer.truncate(0);
    await writer.write(bytes);
    await writer.commit(bytes.length, digest);
  },
  'writing the bytes after the offset': async (store, bytes, digest) => {
    const writer = await store.writer('ref', { digest, size: BigInt(bytes.length) });
    await writer.write(bytes.subarray((await writer.status()).offset));
    await writer.commit(bytes.length, digest);
  },
  'copying a stream': (store, bytes, digest) =>
    writeBlob(store, 'ref', new Blob([bytes]).stream(), { digest, size: BigInt(bytes.length) }),
  'copying bytes': (store, bytes, digest) => writeBlob(store, 'ref', bytes, { digest, size: BigInt(bytes.length) }),
  'copying from a reader': (store, bytes, digest) =>
    writeBlob(
      store,
      'ref',
      {
        size: bytes.length,
        readAt: async (offset, length) => bytes.subarray(offset, offset + length),
        close: async () => undefined,
      },
      { digest, size: BigInt(bytes.length) },
    ),
};

export function testResuming(store: CurrentStore): void {
  it('restores the offset, running digest, start and total of the previous writer', async () => {
    const bytes = makeBytes(3 * 2 ** 20);
    const half = bytes.subarray(0, 1.5 * 2 ** 20);
    const first = await store().writer('ref', { size: BigInt(bytes.length) });
    await first.write(half);
    const before = await first.status();
    await first.close();
    const writer = await store().writer('ref', { size: BigInt(bytes.length) });
    const { offset, startedAt, total } = await writer.status();
    expect({ offset, startedAt, total }).toEqual({
      offset: half.length,
      startedAt: before.startedAt,
      total: bytes.length,
    });
    expect(writer.digest()).toBe(await sha256(half));
    await writer.write(bytes.subarray(half.length));
    await writer.commit(0, '');
    expectBytes(await readAll(store(), await sha256(bytes)), bytes);
  });

  it('keeps the total if the next writer states none', async () => {
    await (await store().writer('ref', { size: 500n })).close();
    const writer = await store().writer('ref');
    expect(await writer.status()).toMatchObject({ total: 500 });
    await writer.close();
  });

  it('starts from zero if the total contradicts the previous one', async () => {
    const bytes = makeBytes(2 * 2 ** 20);
    const first = await store().writer('ref', { size: 500n });
    await first.write(makeBytes(1.2 * 2 ** 20, 2));
    await first.close();
    const writer = await store().writer('ref', { size: BigInt(bytes.length) });
    expect(await writer.status()).toMatchObject({ offset: 0, total: bytes.length });
    await writer.write(bytes);
    await writer.commit(0, await sha256(bytes));
    expectBytes(await readAll(store(), await sha256(bytes)), bytes);
  });

  it('remembers a truncation across a close', async () => {
    const first = await store().writer('ref');
    await first.write(makeBytes(1.5 * 2 ** 20));
    await first.truncate(0);
    await first.write(makeBytes(10, 2));
    await first.close();
    const writer = await store().writer('ref');
    expect(await writer.status()).toMatchObject({ offset: 10 });
    expect(writer.digest()).toBe(await sha256(makeBytes(10, 2)));
    await writer.close();
  });

  it('hashes the stored bytes again if another algorithm is requested', async () => {
    const bytes = makeBytes(pieceBytes + 100);
    const first = await store().writer('ref');
    await first.write(bytes.subarray(0, pieceBytes + 50));
    await first.close();
    const digest = await digestBytes('sha512', bytes);
    const writer = await store().writer('ref', { digest });
    expect(writer.digest()).toBe(await digestBytes('sha512', bytes.subarray(0, pieceBytes + 50)));
    await writer.write(bytes.subarray(pieceBytes + 50));
    expect(writer.digest()).toBe(digest);
    await writer.commit(bytes.length);
    expectBytes(await readAll(store(), digest), bytes);
  });

  for (const [way, resume] of Object.entries(ways)) {
    describe(`by ${way}`, () => {
      for (const size of [500, 5000, 50_000, 2_500_000]) {
        it.each([0, 10, 50, 90, 100])(`commits ${size} bytes that were interrupted at %i %`, async (percent) => {
          const bytes = makeBytes(size);
          const digest = await sha256(bytes);
          const first = await store().writer('ref', { digest, size: BigInt(size) });
          await first.write(bytes.subarray(0, (size * percent) / 100));
          await first.close();
          await resume(store(), bytes, digest);
          expectBytes(await readAll(store(), digest), bytes);
          await expectCode(store().status('ref'), 'not_found');
        });
      }
    });
  }
}
