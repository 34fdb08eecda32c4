import { expect, it } from 'vitest';
import { createMemoryStore } from '../content/index.ts';
import { AppError } from '../errors/index.ts';
import { digestBytes } from '../oci/index.ts';
import { storeContent } from '../testing/fixtures/storeContent.ts';
import { verifiedContent } from './verifiedContent.ts';

it('names the content whose piece is missing', async () => {
  const store = createMemoryStore();
  const bytes = new Uint8Array(10);
  const digest = await digestBytes('sha256', bytes);
  await storeContent(store, { bytes, digest });
  const readerAt = async (...asked: Parameters<typeof store.readerAt>) => {
    const reader = await store.readerAt(...asked);
    const readAt = async () => {
      throw new AppError('data_loss', 'it has lost bytes in the store', { reason: 'corrupt' });
    };
    return { info: reader.info, size: reader.size, readAt, close: () => reader.close() };
  };
  const pieces = verifiedContent({ ...store, readerAt }, { digest, size: bytes.length });
  await expect(pieces.next()).rejects.toMatchObject({ code: 'data_loss', reason: 'corrupt', detail: { digest } });
});
