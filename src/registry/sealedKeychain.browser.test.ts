import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewCredential } from './keychain.ts';
import { SealedKeychain } from './sealedKeychain.ts';
import { SettingsDatabase } from './settingsDatabase.ts';

const planted = 'planted-pässword';
const ann: NewCredential = {
  host: 'registry.example',
  username: 'ann',
  password: planted,
  realms: ['https://auth.example'],
  keep: 'device',
  session: 's1',
};

let name: string;
const alive = new Set<string>();
const warnings: string[] = [];

function keychain(): SealedKeychain {
  return new SealedKeychain({
    settings: new SettingsDatabase(name),
    crypto,
    isSessionAlive: async (session) => alive.has(session),
    warn: (message) => warnings.push(message),
  });
}

beforeEach(() => {
  name = `settings-${crypto.randomUUID()}`;
  alive.clear();
  warnings.length = 0;
});

afterEach(() => {
  indexedDB.deleteDatabase(name);
});

describe('the keychain', () => {
  it('returns stored credentials, to a later worker too, and lists them without the password', async () => {
    await keychain().save(ann);
    expect(await keychain().of('registry.example')).toMatchObject({ username: 'ann', password: planted });
    expect(await keychain().of('other.example')).toBeUndefined();
    const { host, username, keep, realms } = ann;
    expect(await keychain().list()).toEqual([{ host, username, keep, realms }]);
  });

  it('deletes a credential', async () => {
    await keychain().save(ann);
    await keychain().forget('registry.example');
    expect(await keychain().of('registry.example')).toBeUndefined();
    expect(await keychain().list()).toEqual([]);
  });

  it("returns a session's credentials only while its pages are open", async () => {
    alive.add('s1');
    await keychain().save({ ...ann, keep: 'session' });
    expect(await keychain().of('registry.example')).toMatchObject({ password: planted });
    alive.clear();
    expect(await keychain().of('registry.example')).toBeUndefined();
    alive.add('s1');
    expect(await keychain().list()).toEqual([]);
  });

  it('deletes credentials of a closed session, but not newer ones', async () => {
    alive.add('s1').add('s2');
    await keychain().save({ ...ann, keep: 'session' });
    alive.delete('s1');
    const late = new SealedKeychain({
      settings: new SettingsDatabase(name),
      crypto,
      isSessionAlive: async (session) => {
        if (session === 's1') await keychain().save({ ...ann, username: 'bob', keep: 'session', session: 's2' });
        return alive.has(session);
      },
      warn: (message) => warnings.push(message),
    });
    expect(await late.of('registry.example')).toBeUndefined();
    expect(await keychain().of('registry.example')).toMatchObject({ username: 'bob' });
  });

  it.each([
    ['another host', { host: 'evil.example' }, 'evil.example'],
    ['every session', { session: undefined }, 'registry.example'],
  ])('refuses a credential that a script changed to be for %s', async (_what, changed, host) => {
    alive.add('s1');
    await keychain().save({ ...ann, keep: 'session' });
    const settings = new SettingsDatabase(name);
    const [sealed] = await settings.credentials();
    if (!sealed) throw new Error('nothing was kept');
    const { session, ...rest } = { ...sealed, ...changed };
    await settings.putCredential({ ...rest, ...(session === undefined ? {} : { session }) });
    expect(await keychain().of(host)).toBeUndefined();
    expect(warnings).toHaveLength(1);
  });

  it('stores only encrypted passwords and user names, with a key that scripts cannot export', async () => {
    await Promise.all([keychain().save(ann), keychain().save({ ...ann, host: 'second.example' })]);
    const stored = await readAll();
    const text = stored.map(asText).join('\n');
    expect(text).toContain('registry.example');
    expect(text).not.toMatch(/planted|p.ssword|ann/);
    const keys = stored.filter((value) => value instanceof CryptoKey);
    expect(keys.map(({ extractable }) => extractable)).toEqual([false]);
    expect(await keychain().of('second.example')).toMatchObject({ password: planted });
  });

  it('returns undefined for a corrupt record, and warns', async () => {
    await keychain().save(ann);
    const settings = new SettingsDatabase(name);
    await settings.putCredential({
      host: ann.host,
      iv: new Uint8Array(12),
      bytes: new Uint8Array(40).buffer,
    });
    expect(await keychain().of(ann.host)).toBeUndefined();
    expect(warnings).toHaveLength(1);
    await keychain().save({ ...ann, host: 'second.example' });
    expect(await keychain().list()).toMatchObject([{ host: 'second.example' }]);
  });
});

describe('a record in an unknown format', () => {
  const sealed = { host: ann.host, iv: new Uint8Array(12), bytes: new ArrayBuffer(40) };

  it.each([
    ['credentials', { ...sealed, iv: 'a' }],
    ['credentials', { ...sealed, iv: new ArrayBuffer(12) }],
    ['credentials', { ...sealed, iv: new Uint8Array(0) }],
    ['credentials', { ...sealed, bytes: undefined }],
    ['credentials', { ...sealed, bytes: 'a' }],
    ['credentials', { ...sealed, session: 5 }],
    ['keys', 'a'],
    ['keys', null],
    ['keys', { type: 'secret' }],
    ['texts', 5],
    ['texts', null],
    ['texts', ['a']],
  ] as const)('in %s, %o, hides only itself and is replaced', async (table, value) => {
    const settings = new SettingsDatabase(name, (each) => warnings.push(each));
    expect(await settings.text('a')).toBeUndefined();
    await putRaw(table, value, table === 'credentials' ? undefined : table === 'keys' ? 'credentials' : 'a');
    expect(await settings.text('a')).toBeUndefined();
    expect(await keychain().of(ann.host)).toBeUndefined();
    await keychain().save({ ...ann, host: 'second.example' });
    expect(await keychain().list()).toMatchObject([{ host: 'second.example' }]);
    expect(await keychain().of('second.example')).toMatchObject({ password: planted });
    await settings.putText('a', 'b');
    await keychain().save(ann);
    expect(await settings.text('a')).toBe('b');
    expect(await keychain().list()).toHaveLength(2);
  });

  it.each([{ realms: 'all' }, { realms: [5] }, { username: 5 }, { password: undefined }, { keep: 'always' }])(
    'is not used although it was sealed: %o',
    async (fields) => {
      await keychain().save({ ...ann, ...fields } as NewCredential);
      expect(await keychain().of(ann.host)).toBeUndefined();
      expect(await keychain().list()).toEqual([]);
    },
  );
});

async function putRaw(table: string, value: unknown, key: string | undefined): Promise<void> {
  const database = await done(indexedDB.open(name));
  await done(database.transaction(table, 'readwrite').objectStore(table).put(value, key));
  database.close();
}

/** Every value of every store, as any script of the origin can read it. */
async function readAll(): Promise<readonly unknown[]> {
  const database = await done(indexedDB.open(name));
  const stores = [...database.objectStoreNames];
  const transaction = database.transaction(stores, 'readonly');
  const values = await Promise.all(stores.map((store) => done(transaction.objectStore(store).getAll())));
  database.close();
  return values.flat();
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Decodes bytes as text, so that a search finds what they contain. */
function asText(value: unknown): string {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
  if (typeof value === 'object' && value !== null) return Object.values(value).map(asText).join(' ');
  return String(value);
}
