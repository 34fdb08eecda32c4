import type { Page } from 'playwright/test';

/** The content store's database itself, not as the store reads it. */
export interface StoredState {
  readonly infos: readonly StoredInfo[];
  /** Refs of stored ingests. */
  readonly ingests: readonly string[];
  /** Inconsistencies: records without their bytes, bytes that hash to another digest, bytes without a record. */
  readonly faults: readonly string[];
}

export interface StoredInfo {
  readonly digest: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Reads everything stored, in one transaction, from a page of the app's origin. Empty if there is no database. */
export async function readStored(page: Page): Promise<StoredState> {
  return page.evaluate(async () => {
    interface Body {
      readonly body: string;
      readonly pieceBytes: number;
    }
    type Info = Body & { digest: string; size: number; labels: Record<string, string> };
    type Ingest = Body & { ref: string; offset: number };
    const names = (await indexedDB.databases()).map(({ name }) => name);
    if (!names.includes('ociscope')) return { infos: [], ingests: [], faults: [] };
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open('ociscope'));
    const stores = database.transaction(['info', 'bodies', 'ingests']);
    const [infos, ingests, keys, values]: [Info[], Ingest[], IDBValidKey[], (ArrayBuffer | Blob)[]] = await Promise.all(
      [
        done(stores.objectStore('info').getAll()),
        done(stores.objectStore('ingests').getAll()),
        done(stores.objectStore('bodies').getAllKeys()),
        done(stores.objectStore('bodies').getAll()),
      ],
    );
    database.close();
    const pieces = new Map(keys.map((key, index) => [JSON.stringify(key), values[index] ?? new ArrayBuffer(0)]));
    const keysOf = ({ body, pieceBytes }: Body, size: number) =>
      Array.from({ length: Math.max(1, Math.ceil(size / pieceBytes)) }, (_, index) => JSON.stringify([body, index]));
    const faultOf = async (info: Info): Promise<string[]> => {
      const found = keysOf(info, info.size).map((key) => pieces.get(key));
      const bytes = await new Blob(found.filter((piece) => piece !== undefined)).arrayBuffer();
      if (bytes.byteLength !== info.size) return [`${info.digest} has ${bytes.byteLength} of ${info.size} bytes`];
      const sum = new Uint8Array(
        await crypto.subtle.digest(info.digest.startsWith('sha512:') ? 'SHA-512' : 'SHA-256', bytes),
      );
      const hex = Array.from(sum, (byte) => byte.toString(16).padStart(2, '0')).join('');
      return info.digest.endsWith(`:${hex}`) ? [] : [`${info.digest} hashes to ${hex}`];
    };
    const named = new Set([
      ...infos.flatMap((info) => keysOf(info, info.size)),
      ...ingests.flatMap((ingest) => keysOf(ingest, ingest.offset)),
    ]);
    return {
      infos: infos.map(({ digest, labels }) => ({ digest, labels })),
      ingests: ingests.map(({ ref }) => ref),
      faults: [
        ...(await Promise.all(infos.map(faultOf))).flat(),
        ...[...pieces.keys()].filter((key) => !named.has(key)).map((key) => `${key} is named by nothing`),
      ],
    };
  });
}

/** Flips one bit in the middle of small stored content, as a failing disk would. */
export async function flipStored(page: Page, digest: string): Promise<void> {
  await page.evaluate(async (wanted) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open('ociscope'));
    const bodies = database.transaction('bodies', 'readwrite').objectStore('bodies');
    const bytes = new Uint8Array(await done<ArrayBuffer>(bodies.get([wanted, 0])));
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    await done(bodies.put(bytes.buffer, [wanted, 0]));
    database.close();
  }, digest);
}

export type BodyDamage = 'flip' | 'truncate' | 'delete';

/** Flips a bit in the last piece of stored content, cuts a byte off it, or deletes all pieces; infos stay unchanged. */
export async function damageBodies(page: Page, digests: readonly string[], damage: BodyDamage): Promise<void> {
  await page.evaluate(
    async ([wanted, how]) => {
      const done = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const database = await done(indexedDB.open('ociscope'));
      const transaction = database.transaction(['info', 'bodies'], 'readwrite');
      const bodies = transaction.objectStore('bodies');
      for (const digest of wanted) {
        const { body } = await done<{ body: string }>(transaction.objectStore('info').get(digest));
        const all = IDBKeyRange.bound([body, 0], [body, Number.POSITIVE_INFINITY]);
        const key = (await done(bodies.getAllKeys(all))).at(-1);
        if (key === undefined) throw new Error(`${digest} has no body`);
        const bytes = new Uint8Array(await done<ArrayBuffer>(bodies.get(key)));
        bytes[0] = (bytes[0] ?? 0) ^ 1;
        if (how === 'delete') await done(bodies.delete(all));
        else await done(bodies.put(how === 'flip' ? bytes.buffer : bytes.buffer.slice(0, -1), key));
      }
      database.close();
    },
    [digests, damage] as const,
  );
}
