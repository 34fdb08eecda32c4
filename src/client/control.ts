import type { ControlMessage } from '../api/index.ts';
import type { ClientEnvironment } from './clientEnvironment.ts';

/** Registers the service worker; undefined if the browser has none or refuses it, which is not an error. */
export async function register(environment: ClientEnvironment): Promise<ServiceWorkerRegistration | undefined> {
  const { serviceWorker: container, workerUrl, workerType } = environment;
  if (!container) return undefined;
  try {
    return await container.register(workerUrl, { scope: '/', type: workerType });
  } catch {
    // Offline, an earlier registration is still valid; a browser that refuses workers has none.
    return container.getRegistration().catch(() => undefined);
  }
}

/** Returns the worker that can answer: the active one, else the waiting or installing one. */
export function workerOf({ active, waiting, installing }: ServiceWorkerRegistration): ServiceWorker | undefined {
  return active ?? waiting ?? installing ?? undefined;
}

/** Resolves to true when the registration's worker is activated, to false if its install failed. */
export function whenInstalled(registration: ServiceWorkerRegistration): Promise<boolean> {
  const worker = workerOf(registration);
  return new Promise((resolve) => {
    const judge = () => {
      if (!worker || worker.state === 'redundant') resolve(false);
      if (worker?.state === 'activated') resolve(true);
    };
    worker?.addEventListener('statechange', judge);
    judge();
  });
}

/** Makes the worker control this page after a hard reload (docs/platform.md 8), so that lazy-loaded parts work offline. */
export function claim(registration: ServiceWorkerRegistration): void {
  registration.active?.postMessage({ type: 'claim' } satisfies ControlMessage);
}

/** Resolves at the next `controllerchange`. */
export function nextController(container: ServiceWorkerContainer): Promise<void> {
  return new Promise((resolve) => {
    container.addEventListener('controllerchange', () => resolve(), { once: true });
  });
}
