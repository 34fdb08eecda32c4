import { type ControlMessage, isRegistryPath, type WorkerRequest } from '../api/index.ts';
import type { Handler } from './handler.ts';
import { createMessageHandler } from './messages.ts';
import type { AppCache } from './shell.ts';

/**
 * Serves the registry and the app's own files to the pages of a service worker. The first release of an origin takes
 * control at once; a later one waits until the pages of the one before are gone, or one of them asks for it.
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
    /** Called where no other release runs: one that is replaced must not lose the store to this one's upgrade. */
    readonly warmUp: () => void;
    /** How long a page that came with the first visit may take to ask, before its files are fetched a second time. */
    readonly patience: () => Promise<void>;
    /** How long what nobody waits for is put off. */
    readonly rest: () => Promise<void>;
  },
): void {
  let answeredFirst: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    answeredFirst = resolve;
  });
  scope.addEventListener('install', (event) => {
    routeShell(event, shell.cacheName);
    if (!scope.registration.active) warmUp();
    event.waitUntil(Promise.race([asked, patience()]).then(() => shell.install()));
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
    else if (source instanceof Client) event.waitUntil(answerMessage(message, source.id, source).then(answeredFirst));
  });
}

/** Pages that are open may be of the build before; its files go when they are gone. */
async function takeOver(scope: ServiceWorkerGlobalScope, shell: AppCache): Promise<void> {
  const open = await openPages(scope);
  await shell.noteOlder([...open]);
  if (open.size === 0 && !isFollowed(scope)) await shell.dropOlder(async () => open);
  await scope.clients.claim();
}

/**
 * Checks, a while after a page has requested something, if older builds can be removed: no event tells that a page was closed.
 * Undefined where there is nothing more to look for, or it is looked at already.
 */
function createDropOlder(
  scope: ServiceWorkerGlobalScope,
  shell: AppCache,
  rest: () => Promise<void>,
): () => Promise<void> | undefined {
  let isIdle = true;
  return () => {
    if (!isIdle) return undefined;
    isIdle = false;
    return rest().then(async () => {
      isIdle = isFollowed(scope) || !(await shell.dropOlder(() => openPages(scope)));
    });
  };
}

/** While a newer build installs, its files do not belong to an older one. */
function isFollowed({ registration }: ServiceWorkerGlobalScope): boolean {
  return Boolean(registration.installing ?? registration.waiting);
}

async function openPages({ clients }: ServiceWorkerGlobalScope): Promise<ReadonlySet<string>> {
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  return new Set(pages.map(({ id }) => id));
}

interface RoutingEvent {
  addRoutes?(rules: readonly { readonly condition: object; readonly source: object }[]): Promise<void>;
}

/** Lets the browser open the document without starting the worker first, where it can (Static Routing API, Chromium). */
function routeShell(event: ExtendableEvent & RoutingEvent, cacheName: string): void {
  const routed = event.addRoutes?.([
    { condition: { urlPattern: { pathname: '/', search: '' }, requestMode: 'navigate' }, source: { cacheName } },
  ]);
  // A browser that refuses the rule opens the document through the worker.
  if (routed) event.waitUntil(routed.catch(() => undefined));
}
