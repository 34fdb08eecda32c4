import type { ControlMessage } from '../api/index.ts';
import type { ClientEnvironment } from './clientEnvironment.ts';
import type { Updates } from './contract.ts';
import { nextController } from './control.ts';

/** Maximum wait for a release to take over: a busy worker is replaced only after it has answered. A reload before that shows the old release. */
const takeOverTimeoutMs = 30_000;

/** Watches a registration for a waiting release, and for one that has taken over. */
export function createUpdates(
  { serviceWorker: container, setTimeout }: ClientEnvironment,
  registering: Promise<ServiceWorkerRegistration | undefined>,
): Updates {
  let registration: ServiceWorkerRegistration | undefined;
  let controller = container?.controller;
  let isReplaced = false;
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const changed of listeners) changed();
  };
  container?.addEventListener('controllerchange', () => {
    // On a first visit the page gets its first controller; later changes mean that another tab was updated.
    isReplaced ||= Boolean(controller);
    ({ controller } = container);
    tell();
  });
  registering.then((found) => {
    registration = found;
    const watch = () => found?.installing?.addEventListener('statechange', tell);
    found?.addEventListener('updatefound', watch);
    watch();
    tell();
  });
  return {
    isWaiting: () => isReplaced || Boolean(registration?.waiting),
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    apply: async () => {
      if (!container || !registration?.waiting) return;
      const changed = nextController(container);
      registration.waiting.postMessage({ type: 'skip-waiting' } satisfies ControlMessage);
      await Promise.race([changed, new Promise<void>((resolve) => setTimeout(resolve, takeOverTimeoutMs))]);
    },
  };
}
