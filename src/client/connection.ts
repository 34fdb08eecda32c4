import { type ControlMessage, headerNames, parseCacheStatus, wireVersion } from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import { dedicatedChannel, serviceWorkerChannel } from './channels.ts';
import type { ClientEnvironment } from './clientEnvironment.ts';
import type { Mode, Updates } from './contract.ts';
import { claim, register, whenInstalled, workerOf } from './control.ts';
import { createMessageTransport } from './messageTransport.ts';
import type { Transport, TransportRequest } from './transport.ts';
import { createUpdates } from './updates.ts';

/**
 * The connection to the worker's registry: `fetch` if the service worker controls the page; messages to it if it does not yet, as
 * on a first visit or after a hard reload; messages to a dedicated worker if no service worker can run.
 */
export class Connection {
  readonly mode: Promise<Mode>;
  readonly updates: Updates;
  readonly #environment: ClientEnvironment;
  readonly #registration: Promise<ServiceWorkerRegistration | undefined>;
  #messages: Promise<Transport> | undefined;
  #dedicated: Transport | undefined;

  constructor(environment: ClientEnvironment) {
    this.#environment = environment;
    this.#registration = register(environment);
    this.mode = this.#settleMode();
    this.updates = createUpdates(environment, this.#registration);
  }

  /**
   * Returns the worker's answer, never that of the static server, which may answer 200 with the document if no worker controls
   * the page.
   *
   * @throws AppError failed_precondition if page and worker have different wire versions
   */
  async send(request: TransportRequest): Promise<Response> {
    if (!this.#environment.serviceWorker?.controller) return this.#check(await this.#sendMessage(request), request);
    const response = await this.#fetch(request);
    if (parseCacheStatus(response.headers.get('cache-status'))) return this.#check(response, request);
    await response.body?.cancel();
    return this.#check(await this.#sendMessage(request), request);
  }

  /** Reports to a worker that is being installed that the first content is drawn. */
  async drawn(): Promise<void> {
    (await this.#registration)?.installing?.postMessage({ type: 'drawn' } satisfies ControlMessage);
  }

  /** Starts another dedicated worker; the browser attributes its requests to the page. */
  openDedicatedWorker(): { readonly send: Transport; close(): void } {
    const { createWorker, dedicatedWorkerUrl, workerType } = this.#environment;
    const worker = createWorker(dedicatedWorkerUrl, { type: workerType, name: 'registry' });
    return { send: createMessageTransport(dedicatedChannel(worker)), close: () => worker.terminate() };
  }

  async #settleMode(): Promise<Mode> {
    if (this.#environment.serviceWorker?.controller) return 'service-worker';
    const registration = await this.#registration;
    if (!registration || !(await whenInstalled(registration))) return 'dedicated-worker';
    if (!this.#environment.serviceWorker?.controller) claim(registration);
    return 'service-worker';
  }

  #fetch({ url, signal, ...init }: TransportRequest): Promise<Response> {
    return this.#environment.fetch(url, { ...init, cache: 'no-store', ...(signal ? { signal } : {}) });
  }

  async #sendMessage(request: TransportRequest): Promise<Response> {
    this.#messages ??= this.#openMessages();
    return (await this.#messages)(request);
  }

  async #openMessages(): Promise<Transport> {
    const { serviceWorker: container } = this.#environment;
    const registration = await this.#registration;
    const worker = registration && workerOf(registration);
    if (!container || !registration || !worker) return this.#openDedicated();
    const transport = createMessageTransport(serviceWorkerChannel(container, worker));
    return async (request) => {
      try {
        return await transport(request);
      } catch (error) {
        if (worker.state !== 'redundant') throw error;
        // The install failed, and the requests to this worker with it.
        return this.#openDedicated()(request);
      }
    };
  }

  #openDedicated(): Transport {
    this.#dedicated ??= this.openDedicatedWorker().send;
    return this.#dedicated;
  }

  async #check(response: Response, request: TransportRequest, isRetried = false): Promise<Response> {
    const version = response.headers.get(headerNames.version);
    if (version === wireVersion) return response;
    await response.body?.cancel();
    if (!isRetried && (await this.#takeOver())) return this.#check(await this.#fetch(request), request, true);
    throw new AppError(
      'failed_precondition',
      `the worker speaks wire version "${version}", this page "${wireVersion}"`,
      { reason: 'unsupported', detail: { found: 'other_release' } },
    );
  }

  /** Lets the waiting release take over; false if no release is waiting. */
  async #takeOver(): Promise<boolean> {
    if (!this.updates.isWaiting()) return false;
    await this.updates.apply();
    return true;
  }
}
