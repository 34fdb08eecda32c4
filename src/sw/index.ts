import { sessionLock, type WorkerRequest } from '../api/index.ts';
import { type ContentStore, createMemoryStore, openIndexedDbStore, sweepIngests } from '../content/index.ts';
import { createPullThrough, type Locks, type PullThrough } from '../distribution/index.ts';
import { hasCode } from '../errors/index.ts';
import {
  createMemoryKeychain,
  createRegistry,
  HostsSource,
  type Keychain,
  SealedKeychain,
  SettingsDatabase,
} from '../registry/index.ts';
import { createHandler, type Handler } from './handler.ts';
import { LogBook } from './logBook.ts';
import { createMessageHandler } from './messages.ts';
import { serveServiceWorker } from './serviceWorker.ts';
import { type Precache, Shell } from './shell.ts';

// The composition root of the worker, service or dedicated: the one place where it reads globals.

/** Put in by the build. */
declare const __PRECACHE__: Precache;

const firstQuestionMs = 100;
const logKeptMs = 3000;
/** What was begun and is not gone on with makes room. */
const staleIngestMs = 86_400_000;
const now = () => new Date();

const database = new SettingsDatabase('ociscope-settings');
const log = new LogBook({
  now: () => Date.now(),
  kept: {
    read: () => database.text('log'),
    write: (text) => database.putText('log', text),
    pause: () => sleep(logKeptMs),
  },
});
const warn = (message: string, fields: Readonly<Record<string, unknown>>) => log.warn(message, fields);
const hosts = new HostsSource({
  fetchFile: () => fetch('/hosts.json', { cache: 'no-cache' }),
  texts: database,
  warn,
});
const keychain: Keychain = self.isSecureContext
  ? new SealedKeychain({ settings: database, crypto: self.crypto, isSessionAlive, warn })
  : createMemoryKeychain();

const registry = createRegistry({
  fetch: (input, init) => fetch(input, init),
  sleep,
  origin: self.location.origin,
  now: () => performance.now(),
  hosts: () => hosts.get(),
  credentials: keychain,
  isOnline: () => self.navigator.onLine,
  permission,
  onRequest: (record) => log.sent(record),
});

let opened: ReturnType<typeof openParts> | undefined;

const open = () => {
  opened ??= openParts().catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
};

const handler: Handler = createHandler({
  open,
  settings: { keychain, hosts, tester: registry },
  log,
  now: () => performance.now(),
  // Plain http has no storage manager.
  estimate: self.isSecureContext ? () => self.navigator.storage.estimate() : undefined,
});

if (isServiceWorker(self)) {
  const shell = new Shell(__PRECACHE__, {
    origin: self.location.origin,
    cacheStorage: self.caches,
    fetch: (request) => fetch(request),
  });
  serveServiceWorker(self, { registry: handler, shell, warmUp, patience: () => sleep(firstQuestionMs) });
} else {
  warmUp();
  const page = self as unknown as DedicatedWorkerGlobalScope;
  const answerMessage = createMessageHandler(handler, self.location.origin);
  page.addEventListener('message', ({ data }: MessageEvent<WorkerRequest>) => void answerMessage(data, '', page));
}

/** Opens the store before the first request wants it. Whether it fails is said to that request. */
function warmUp(): void {
  open().catch(() => undefined);
  void hosts.get();
}

/** Each page of a session holds the session's lock as long as it is open. */
async function isSessionAlive(session: string): Promise<boolean> {
  const { held = [], pending = [] } = await self.navigator.locks.query();
  return [...held, ...pending].some(({ name }) => name === sessionLock(session));
}

async function openParts(): Promise<{ readonly store: ContentStore; readonly pull: PullThrough }> {
  // All tabs share one service worker, so that only dedicated ones have to wait for each other.
  const locks: LockManager | undefined = isServiceWorker(self) ? undefined : self.navigator.locks;
  const store = await openStore(locks);
  sweepIngests(store, { olderThanMs: staleIngestMs, now }).catch((error: unknown) =>
    log.warn('Error sweeping ingests', { error }),
  );
  return { store, pull: createPullThrough({ store, registry, log, locks: locks && pullLocks(locks), now }) };
}

/** A browser that lets nothing be stored, as some private windows do, still shows images. */
async function openStore(locks: LockManager | undefined): Promise<ContentStore> {
  try {
    return await openIndexedDbStore({
      name: 'ociscope',
      locks,
      onBlocked: () => log.warn('Another tab holds up an upgrade'),
    });
  } catch (error) {
    if (hasCode(error, 'failed_precondition')) throw error;
    log.warn('This browser stores nothing: content is held until the worker stops', { error });
    return createMemoryStore();
  }
}

function pullLocks(locks: LockManager): Locks {
  return { request: (name, options, run) => locks.request(name, options, run) };
}

function isServiceWorker(scope: object): scope is ServiceWorkerGlobalScope {
  return 'registration' in scope && 'clients' in scope;
}

/** A name that this browser does not know is a TypeError. Some have no such interface outside of a page. */
async function permission(name: string): Promise<PermissionState | undefined> {
  try {
    return (await self.navigator.permissions?.query({ name: name as PermissionName }))?.state;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, delayMs);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
