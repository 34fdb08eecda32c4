import { type ControlMessage, isRegistryPath, type WorkerRequest } from '../api/index.ts';
import { type AppCache, hashedFiles } from './appCache.ts';
import type { Handler } from './handler.ts';
import { createMessageHandler } from './messageHandler.ts';

/**
 * Serves the registry and the app's own files to the pages of a service worker. The first release of an origin takes control
 * immediately; a later one waits until all pages of the previous release are closed, or one of them requests the update.
 */
export function serveServiceWorker(
  scope: ServiceWorkerGlobalScope,
  {
    registry,
    shell,
    warmUp,
    patience,
    rest,
  }: {
    readonly registry: Handler;
    readonly shell: AppCache;
    /** Called at the start if no other release is active: this one's upgrade would close the active release's store. */
    readonly warmUp: () => void;
    /** Resolves when a first page has had time to draw its content; then the app's files are fetched for the cache. */
    readonly patience: () => Promise<void>;
    /** Resolves when background work may start. */
    readonly rest: () => Promise<void>;
  },
): void {
  const isFirst = !scope.registration.active;
  let drew: () => void = () => undefined;
  const drawn = new Promise<void>((resolve) => {
    drew = resolve;
  });
  if (isFirst) warmUp();
  scope.addEventListener('install', (event) => {
    routeShell(event, shell.cacheName);
    // Dozens of requests and hashes at this moment would double the time until the first content.
    const free = isFirst ? Promise.race([drawn, patience()]) : Promise.resolve();
    event.waitUntil(free.then(() => shell.install()));
  });
  scope.addEventListener('activate', (event) => {
    event.waitUntil(takeOver(scope, shell));
  });
  const dropOlder = createDropOlder(scope, shell, rest);
  scope.addEventListener('fetch', (event) => {
    const { origin, pathname } = new URL(event.request.url);
    if (origin !== scope.location.origin) return;
    const dropped = dropOlder();
    if (dropped) event.waitUntil(dropped);
    const answer = isRegistryPath(pathname)
      ? registry(event.request, { holdOpen: (work) => event.waitUntil(work) })
      : shell.answer(event.request);
    if (answer) event.respondWith(answer);
  });
  const answerMessage = createMessageHandler(registry, scope.location.origin);
  scope.addEventListener('message', (event) => {
    const message = event.data as ControlMessage | WorkerRequest;
    const { source } = event;
    if (message.type === 'claim') event.waitUntil(scope.clients.claim());
    else if (message.type === 'skip-waiting') event.waitUntil(scope.skipWaiting());
    else if (message.type === 'drawn') drew();
    else if (source instanceof Client) event.waitUntil(answerMessage(message, source.id, source));
  });
}

/** Takes control. Open pages may be of an older build, so its files stay until they are closed. */
async function takeOver(scope: ServiceWorkerGlobalScope, shell: AppCache): Promise<void> {
  const open = await openPages(scope);
  await shell.noteOlder([...open]);
  if (open.size === 0 && !isFollowed(scope)) await shell.dropOlder(async () => open);
  await scope.clients.claim();
}

/**
 * Returns a function to call on each request: it checks, after a delay, if older builds can be removed, because no event reports
 * that a page was closed. It returns undefined if there is nothing left to remove, or a check is already running.
 */
function createDropOlder(
  scope: ServiceWorkerGlobalScope,
  shell: AppCache,
  rest: () => Promise<void>,
): () => Promise<void> | undefined {
  let isIdle = true;
  return () => {
    // A worker with pending work is replaced late, so nothing is scheduled while a newer build waits.
    if (!isIdle || isFollowed(scope)) return undefined;
    isIdle = false;
    return rest().then(async () => {
      isIdle = isFollowed(scope) || !(await shell.dropOlder(() => openPages(scope)));
    });
  };
}

/** Reports whether a newer build is installing or waiting; its files must not be removed as those of an older build. */
function isFollowed({ registration }: ServiceWorkerGlobalScope): boolean {
  return Boolean(registration.installing ?? registration.waiting);
}

async function openPages({ clients }: ServiceWorkerGlobalScope): Promise<ReadonlySet<string>> {
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  return new Set(pages.map(({ id }) => id));
}

interface RoutingEvent {
  addRoutes?(rules: readonly { readonly condition: object; readonly source: object | 'cache' }[]): Promise<void>;
}

/**
 * Lets the browser answer for the document and the hashed files from the cache, without the worker, if it supports that (Static
 * Routing API, Chromium). A file that no cache has comes from the network, as without the rule.
 */
function routeShell(event: ExtendableEvent & RoutingEvent, cacheName: string): void {
  const routed = event.addRoutes?.([
    { condition: { urlPattern: { pathname: '/', search: '' }, requestMode: 'navigate' }, source: { cacheName } },
    { condition: { urlPattern: { pathname: `${hashedFiles}*` }, requestMethod: 'get' }, source: 'cache' },
  ]);
  // A browser that refuses the rule opens the document through the worker.
  if (routed) event.waitUntil(routed.catch(() => undefined));
}
