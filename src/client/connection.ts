import { headerNames, parseCacheStatus, wireVersion } from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import type { Mode, Updates } from './contract.ts';
import { gainControl, timeout } from './control.ts';
import type { ClientEnvironment } from './environment.ts';
import type { Transport, TransportRequest } from './transport.ts';
import { createUpdates } from './updates.ts';

const takeOverTimeoutMs = 5000;

/** The way to the registry: through the service worker where there is one, else by a dedicated worker of the page. */
export class Connection {
  readonly mode: Promise<Mode>;
  readonly updates: Updates;
  readonly #environment: ClientEnvironment;
  readonly #registration: Promise<ServiceWorkerRegistration | undefined>;
  #dedicated: Promise<Transport> | undefined;

  constructor(environment: ClientEnvironment) {
    this.#environment = environment;
    this.#registration = gainControl(environment);
    this.mode = this.#isControlled()
      ? Promise.resolve('service-worker')
      : this.#registration.then((registration) => (registration ? 'service-worker' : 'dedicated-worker'));
    this.updates = createUpdates(environment, this.#registration);
  }

  /**
   * The registry's answer; never the static server's, which answers 200 with the document where no worker is in control.
   *
   * @throws AppError failed_precondition where page and worker are of releases that do not understand each other
   */
  async send(request: TransportRequest): Promise<Response> {
    if ((await this.mode) === 'dedicated-worker') return this.#check(await this.#sendDedicated(request));
    const response = await this.#fetch(request);
    if (isOurs(response)) return this.#check(response, request);
    // Control was lost, as after a hard reload: gained again, the request reaches the worker.
    await response.body?.cancel();
    const again = (await gainControl(this.#environment)) ? await this.#fetch(request) : undefined;
    return this.#check(again && isOurs(again) ? again : await this.#sendDedicated(request));
  }

  #isControlled(): boolean {
    return Boolean(this.#environment.serviceWorker?.controller);
  }

  #fetch({ url, signal, ...init }: TransportRequest): Promise<Response> {
    return this.#environment.fetch(url, { ...init, cache: 'no-store', ...(signal ? { signal } : {}) });
  }

  async #sendDedicated(request: TransportRequest): Promise<Response> {
    this.#dedicated ??= this.#startDedicated();
    return (await this.#dedicated)(request);
  }

  /** Most pages never need it. */
  async #startDedicated(): Promise<Transport> {
    const { createWorker, workerUrl, workerType } = this.#environment;
    const { createDedicatedTransport } = await import('./dedicatedTransport.ts');
    return createDedicatedTransport(createWorker(workerUrl, { type: workerType, name: 'registry' }));
  }

  async #check(response: Response, request?: TransportRequest): Promise<Response> {
    const version = response.headers.get(headerNames.version);
    if (version === wireVersion) return response;
    await response.body?.cancel();
    if (request && (await this.#takeOver())) return this.#check(await this.#fetch(request));
    throw new AppError(
      'failed_precondition',
      `the worker speaks wire version "${version}", this page "${wireVersion}"`,
      {
        reason: 'unsupported',
        detail: {
          title: 'This page and its worker are of different releases',
          why: 'The app was updated while this page was open.',
          next: 'Close the other tabs of this app, then reload this page.',
        },
      },
    );
  }

  /** Lets the release that waits take over; false where none waits or it does not in time. */
  async #takeOver(): Promise<boolean> {
    if (!this.updates.isWaiting()) return false;
    return Promise.race([
      this.updates.apply().then(() => true),
      timeout(this.#environment, takeOverTimeoutMs).then(() => false),
    ]);
  }
}

function isOurs(response: Response): boolean {
  return parseCacheStatus(response.headers.get('cache-status')) !== undefined;
}
