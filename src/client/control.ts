import type { ControlMessage } from '../api/index.ts';
import type { ClientEnvironment } from './environment.ts';

/** An install fetches the app's own files; a slower network than this is served by a dedicated worker. */
const installTimeoutMs = 20_000;
/** `controllerchange` may never come (PLATFORM trap 8). */
const claimTimeoutMs = 3000;

/**
 * Brings the page under the control of the service worker, registering it first. Undefined where that is not to be had:
 * no service workers, registration refused, an install that failed, or no control in time.
 */
export async function gainControl(environment: ClientEnvironment): Promise<ServiceWorkerRegistration | undefined> {
  const { serviceWorker: container, workerUrl, workerType } = environment;
  if (!container) return undefined;
  const registering = container.register(workerUrl, { scope: '/', type: workerType });
  if (container.controller) return (await quietly(registering)) ?? container.getRegistration();
  const registration = await quietly(registering);
  if (!registration) return undefined;
  const changed = nextController(container);
  const active = await whenActive(environment, registration);
  if (!active) return undefined;
  if (!container.controller) {
    active.postMessage({ type: 'claim' } satisfies ControlMessage);
    await Promise.race([changed, timeout(environment, claimTimeoutMs)]);
  }
  return container.controller ? registration : undefined;
}

/** Resolves at the next change of control. */
export function nextController(container: ServiceWorkerContainer): Promise<void> {
  return new Promise((resolve) => {
    container.addEventListener('controllerchange', () => resolve(), { once: true });
  });
}

export function timeout({ setTimeout }: ClientEnvironment, delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}

async function whenActive(
  environment: ClientEnvironment,
  registration: ServiceWorkerRegistration,
): Promise<ServiceWorker | undefined> {
  if (registration.active) return registration.active;
  const coming = registration.installing ?? registration.waiting;
  if (!coming) return undefined;
  const settled = new Promise<void>((resolve) => {
    coming.addEventListener('statechange', () => {
      if (coming.state === 'activating' || coming.state === 'activated' || coming.state === 'redundant') resolve();
    });
  });
  await Promise.race([settled, timeout(environment, installTimeoutMs)]);
  return coming.state === 'activating' || coming.state === 'activated' ? coming : undefined;
}

/** A registration that is refused is no failure of the app: it works without. */
async function quietly<T>(promise: Promise<T>): Promise<T | undefined> {
  return promise.catch(() => undefined);
}
