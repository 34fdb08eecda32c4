import type { ControlMessage } from '../api/index.ts';
import type { ClientEnvironment } from './environment.ts';

/** Registers the service worker; undefined if the browser offers none, which is not a failure of the app. */
export async function register(environment: ClientEnvironment): Promise<ServiceWorkerRegistration | undefined> {
  const { serviceWorker: container, workerUrl, workerType } = environment;
  if (!container) return undefined;
  try {
    return await container.register(workerUrl, { scope: '/', type: workerType });
  } catch {
    // Without a network the one that is registered goes on; a browser that refuses has none.
    return container.getRegistration().catch(() => undefined);
  }
}

/** The worker of a registration that can answer: the one in charge, else the one that comes. */
export function workerOf({ active, waiting, installing }: ServiceWorkerRegistration): ServiceWorker | undefined {
  return active ?? waiting ?? installing ?? undefined;
}

/** Whether the registration's worker is in charge in the end, or its install failed. */
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

/** Has the worker take this page, which a hard reload left without (docs/platform.md 8), so that its later parts open offline. */
export function claim(registration: ServiceWorkerRegistration): void {
  registration.active?.postMessage({ type: 'claim' } satisfies ControlMessage);
}

/** Resolves at the next change of control. */
export function nextController(container: ServiceWorkerContainer): Promise<void> {
  return new Promise((resolve) => {
    container.addEventListener('controllerchange', () => resolve(), { once: true });
  });
}
