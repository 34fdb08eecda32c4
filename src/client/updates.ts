import type { ControlMessage } from '../api/index.ts';
import type { Updates } from './contract.ts';
import { nextController } from './control.ts';
import type { ClientEnvironment } from './environment.ts';

/** Watches a registration for a release that is installed and waits. */
export function createUpdates(
  { serviceWorker: container }: ClientEnvironment,
  registering: Promise<ServiceWorkerRegistration | undefined>,
): Updates {
  let registration: ServiceWorkerRegistration | undefined;
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const changed of listeners) changed();
  };
  registering.then((found) => {
    registration = found;
    found?.addEventListener('updatefound', () => found.installing?.addEventListener('statechange', tell));
    if (found?.waiting) tell();
  });
  return {
    isWaiting: () => Boolean(registration?.waiting),
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    apply: async () => {
      if (!container || !registration?.waiting) return;
      const changed = nextController(container);
      registration.waiting.postMessage({ type: 'skip-waiting' } satisfies ControlMessage);
      await changed;
    },
  };
}
