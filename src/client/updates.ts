import type { ControlMessage } from '../api/index.ts';
import type { Updates } from './contract.ts';
import { nextController } from './control.ts';
import type { ClientEnvironment } from './environment.ts';

/** A worker that is busy goes only when it has answered. */
const takeOverTimeoutMs = 5000;

/** Watches a registration for a release that is installed and waits, and for one that took over. */
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
    // The first visit is given its worker; from then on it is another tab that was updated.
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
