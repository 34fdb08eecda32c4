import type { JSHandle, Page } from 'playwright/test';
import type * as contentRoom from '../../src/content/index.ts';
import type { ContentStore } from '../../src/content/index.ts';

/** Global of the page. */
declare const content: typeof contentRoom;

/** A content store of the page with `count` blobs of 1 kB, one in four of them a manifest. */
export interface FilledStore {
  readonly store: JSHandle<ContentStore>;
  readonly digests: readonly string[];
  /** One config for each manifest, which no other manifest refers to. */
  readonly configs: readonly string[];
}

/**
 * Creates the database with the store, then writes the store's records directly in transactions of thousands: writing
 * 100,000 blobs through the store takes minutes. Digests are random; no bytes hash to them.
 */
export async function openFilledStore(page: Page, name: string, count: number): Promise<FilledStore> {
  const store = await page.evaluateHandle(
    (database) => content.openIndexedDbStore({ name: database, locks: undefined }),
    name,
  );
  const filled = await page.evaluate(
    async ([databaseName, total]) => {
      const perTransaction = 5000;
      const label = { 'containerd.io/distribution.source.registry.example': 'bench/image' };
      const randomDigest = () =>
        `sha256:${Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
      const opening = indexedDB.open(databaseName);
      await new Promise((resolve) => {
        opening.onsuccess = resolve;
      });
      const [digests, configs]: [string[], string[]] = [[], []];
      const put = (transaction: IDBTransaction, index: number) => {
        const digest = randomDigest();
        const at = new Date(1_700_000_000_000 + index);
        const isManifest = index % 4 === 0;
        digests.push(digest);
        transaction.objectStore('info').add({
          digest,
          size: 1000,
          createdAt: at,
          updatedAt: at,
          labels: label,
          body: digest,
          pieceBytes: 2 ** 20,
          ...(isManifest ? { linked: true } : {}),
        });
        transaction.objectStore('bodies').add(new Uint8Array(1000).fill(index).buffer, [digest, 0]);
        if (!isManifest) return;
        const config = randomDigest();
        configs.push(config);
        const children = [config, randomDigest(), randomDigest()];
        transaction.objectStore('edges').add({ children }, [-at.getTime(), digest]);
      };
      for (let first = 0; first < total; first += perTransaction) {
        const stores = ['info', 'bodies', 'edges'];
        const transaction = opening.result.transaction(stores, 'readwrite', { durability: 'relaxed' });
        for (let index = first; index < Math.min(total, first + perTransaction); index++) put(transaction, index);
        await new Promise((resolve, reject) => {
          transaction.oncomplete = resolve;
          transaction.onerror = () => reject(transaction.error);
        });
      }
      opening.result.close();
      return { digests, configs };
    },
    [name, count] as const,
  );
  return { store, ...filled };
}
