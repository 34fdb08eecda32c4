import {
  eventsChannel,
  oldEventsChannel,
  oldSessionLocks,
  parseLists,
  sessionLock,
  type WorkerRequest,
} from '../api/index.ts';
import {
  type ContentStore,
  createMemoryStore,
  deleteIndexedDbStore,
  type IndexedDbStoreOptions,
  openIndexedDbStore,
  sweepIngests,
} from '../content/index.ts';
import { type ContentEvent, checkSigned, createPullThrough, type Locks } from '../distribution/index.ts';
import { hasCode } from '../errors/index.ts';
import { Collector, createLibrary, type Freed } from '../library/index.ts';
import {
  createMemoryKeychain,
  createRegistry,
  HostsSource,
  type Keychain,
  SealedKeychain,
  SettingsDatabase,
} from '../registry/index.ts';
import { installAnySignal } from './anySignal.ts';
import { AppCache, type Precache } from './appCache.ts';
import { EventBroadcaster } from './eventBroadcaster.ts';
import { createHandler, type Handler } from './handler.ts';
import { promisedOf } from './imageListsRoute.ts';
import { answerImport } from './importRoute.ts';
import { createMessageHandler } from './messageHandler.ts';
import { RequestLog } from './requestLog.ts';
import type { Parts } from './routeContext.ts';
import { serveServiceWorker } from './serviceWorker.ts';
import { StorageSettings } from './storageSettings.ts';

// The composition root of the worker, service or dedicated: only this file reads globals.

/** Defined by the build. */
declare const __PRECACHE__: Precache;
/** Defined by the build: this is the script of dedicated workers. */
declare const __DEDICATED__: boolean;

const storeName = 'ociscope';
/** Maximum time that the app's files wait for the first page to draw its content. */
const firstContentMs = 3000;
const logRetentionMs = 3000;
/** Delay of background work, so that it does not slow down what a person waits for. */
const laterMs = 2000;
/** Ingests that were not resumed for this time are removed. */
const staleIngestMs = 86_400_000;
const now = () => new Date();

installAnySignal(AbortSignal);

const database = new SettingsDatabase('ociscope-settings', (table, key) =>
  log.warn('A record of the settings cannot be read', { table, key }),
);
const log = new RequestLog({
  now: () => Date.now(),
  kept: {
    read: () => database.text('log'),
    write: (text) => database.putText('log', text),
    pause: () => sleep(logRetentionMs),
  },
});
const warn = (message: string, fields: Readonly<Record<string, unknown>>) => log.warn(message, fields);
const hosts = new HostsSource({
  fetchFile: () => fetch('/hosts.json', { cache: 'no-cache' }),
  texts: database,
  warn,
});
const channels = 'BroadcastChannel' in self ? [eventsChannel, oldEventsChannel] : [];
const events = new EventBroadcaster(
  channels.map((name) => new BroadcastChannel(name)),
  () => Date.now(),
);
// Encrypting credentials needs all of these; plain HTTP lacks the first two.
const canSeal = Boolean(self.crypto.subtle && self.navigator.locks && self.indexedDB);
const keychain: Keychain = canSeal
  ? new SealedKeychain({ settings: database, crypto: self.crypto, isSessionAlive, warn })
  : createMemoryKeychain();

const registry = createRegistry({
  fetch: (input, init) => fetch(input, init),
  sleep,
  origin: self.location.origin,
  now: () => performance.now(),
  hosts: () => hosts.get(),
  credentials: keychain,
  isOnline: () => self.navigator.onLine !== false,
  permission,
  onRequest: (record) => log.sent(record),
});

// Undefined on plain HTTP and in WebKitGTK.
const storageManager: Partial<StorageManager> | undefined = self.navigator.storage;
const estimate = storageManager?.estimate && (() => readEstimate(self.navigator.storage));
const storageSettings = new StorageSettings({
  texts: {
    text: (name) =>
      database.text(name).catch((error: unknown) => void warn('A setting cannot be read', { name, error })),
    putText: (name, text) => database.putText(name, text),
  },
  estimate,
});

let opened: Promise<Parts> | undefined;

const open = () => {
  opened ??= openParts().catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
};

const handler: Handler = createHandler({
  open,
  reset,
  settings: { keychain, hosts, tester: registry },
  storageSettings,
  log,
  estimate,
  imports: __DEDICATED__ ? answerImport : undefined,
  tell: (event) => events.tell(event),
  now: () => performance.now(),
});

if (isServiceWorker(self)) {
  const shell = new AppCache(__PRECACHE__, {
    origin: self.location.origin,
    cacheStorage: self.caches,
    fetch: (request) => fetch(request),
  });
  serveServiceWorker(self, {
    registry: handler,
    shell,
    warmUp,
    patience: () => sleep(firstContentMs),
    rest: () => sleep(laterMs),
  });
} else {
  warmUp();
  const page = self as unknown as DedicatedWorkerGlobalScope;
  const answerMessage = createMessageHandler(handler, self.location.origin);
  page.addEventListener('message', ({ data }: MessageEvent<WorkerRequest>) => void answerMessage(data, '', page));
}

/** Opens the store before the first request needs it. A failure is reported to that request. */
function warmUp(): void {
  open().catch(() => undefined);
  void hosts.get();
}

/** Reports whether a page of the session is open: each holds the session's lock. */
async function isSessionAlive(session: string): Promise<boolean> {
  const { held = [], pending = [] } = await self.navigator.locks.query();
  return [...held, ...pending].some(
    ({ name }) => name === sessionLock(session) || name === `${oldSessionLocks}${session}`,
  );
}

/** Returns the browser's storage estimate; empty if the browser refuses it. */
async function readEstimate(manager: StorageManager): Promise<StorageEstimate> {
  try {
    return await manager.estimate();
  } catch (error) {
    warn('The browser does not report its storage use', { error });
    return {};
  }
}

/** Closes this worker's own connection too; the next request opens a new database. */
async function reset(): Promise<void> {
  await deleteIndexedDbStore({
    name: storeName,
    onBlocked: () => events.tell({ type: 'store', state: 'blocked' }),
  });
  opened = undefined;
  events.tell({ type: 'store', state: 'ready' });
}

async function openParts(): Promise<Parts> {
  // All tabs share one service worker; only dedicated workers have to lock refs against each other.
  const locks: LockManager | undefined = isServiceWorker(self) ? undefined : self.navigator.locks;
  let collector: Collector | undefined;
  const { store, isVolatile } = await openStore(locks, {
    onCommitted: (bytes) => collector?.grew(bytes),
    onFull: () => void collector?.relieve(),
  });
  sweepIngests(store, { olderThanMs: staleIngestMs, now }).catch((error: unknown) =>
    log.warn('Error sweeping ingests', { error }),
  );
  checkSigned({ store, log }).catch((error: unknown) => log.warn('Error checking signed documents', { error }));
  const tell = (news: ContentEvent) => events.tell(news);
  const onEvicted = ({ count, bytes }: Freed) => events.tell({ type: 'evicted', digests: count, bytes });
  const pause = () => sleep(laterMs);
  const roots = async () => {
    const [told, lists] = await Promise.all([storageSettings.roots(), store.roots()]);
    // Unknown until a page has reported its roots or stored its lists; until then nothing is evicted.
    if (!told && lists.revision === 0) return undefined;
    // Pages of older releases report what is pinned; newer ones store it in the lists.
    return { recent: told?.recent ?? [], pinned: [...(told?.pinned ?? []), ...promisedOf(parseLists(lists))] };
  };
  const pull = createPullThrough({
    store,
    registry,
    log,
    locks: locks && pullLocks(locks),
    now,
    pause,
    onContentEvent: tell,
  });
  collector = new Collector({
    store,
    log,
    roots,
    now,
    limitBytes: () => storageSettings.limitBytes(),
    pause,
    onEvicted,
  });
  return { store, pull, library: createLibrary({ store, log, roots, pull, now, collector }), isVolatile };
}

/**
 * Opens the database, or a store in memory if the browser blocks storage, as some private windows do. Fails if a newer release has
 * changed the database: with a store in memory, stored content would be missing and new content lost.
 */
async function openStore(
  locks: LockManager | undefined,
  told: Pick<IndexedDbStoreOptions, 'onCommitted' | 'onFull'>,
): Promise<{ readonly store: ContentStore; readonly isVolatile: boolean }> {
  try {
    const store = await openIndexedDbStore({
      name: storeName,
      locks,
      // Undefined on plain HTTP. A dedicated worker that imports or verifies also evicts.
      readLocks: self.navigator.locks,
      onBlocked: () => {
        log.warn('Another tab blocks an upgrade of the database');
        events.tell({ type: 'store', state: 'blocked' });
      },
      onVersionChange: () => {
        // The next request opens it again, or fails if the release is too old.
        opened = undefined;
        events.tell({ type: 'store', state: 'yielded' });
      },
      onOpen: () => events.tell({ type: 'store', state: 'ready' }),
      ...told,
    });
    return { store, isVolatile: false };
  } catch (error) {
    const isNewer = hasCode(error, 'failed_precondition');
    events.tell({ type: 'store', state: isNewer ? 'yielded' : 'ready' });
    if (isNewer) throw error;
    log.warn('The browser blocks storage: content is lost when the worker stops', { error });
    return { store: createMemoryStore({ onCommitted: told.onCommitted }), isVolatile: true };
  }
}

function pullLocks(locks: LockManager): Locks {
  return { request: (name, options, run) => locks.request(name, options, run) };
}

function isServiceWorker(scope: object): scope is ServiceWorkerGlobalScope {
  return 'registration' in scope && 'clients' in scope;
}

/** Returns the state of a permission; undefined if the browser does not know it, or has no such API in workers. */
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
