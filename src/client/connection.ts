import { headerNames, parseCacheStatus, wireVersion } from '../api/index.ts';
import { AppError } from '../errors/index.ts';
import { dedicatedChannel, serviceWorkerChannel } from './channels.ts';
import type { Mode, Updates } from './contract.ts';
import { claim, register, whenInstalled, workerOf } from './control.ts';
import type { ClientEnvironment } from './environment.ts';
import { createMessageTransport } from './messageTransport.ts';
import type { Transport, TransportRequest } from './transport.ts';
import { createUpdates } from './updates.ts';

/**
 * The way to the registry. Where the service worker controls the page: `fetch`. Where it does not yet, as on a first
 * visit and after a hard reload: messages to it, from the moment it runs. Where none can run: messages to a dedicated one.
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
   * The registry's answer; never the static server's, which answers 200 with the document where no worker is in control.
   *
   * @throws AppError failed_precondition where page and worker are of releases that do not understand each other
   */
  async send(request: TransportRequest): Promise<Response> {
    if (!this.#environment.serviceWorker?.controller) return this.#check(await this.#sendMessage(request), request);
    const response = await this.#fetch(request);
    if (parseCacheStatus(response.headers.get('cache-status'))) return this.#check(response, request);
    await response.body?.cancel();
    return this.#check(await this.#sendMessage(request), request);
  }

  /** One more worker, of this page alone: to a browser, what it asks of the network is asked by the page. */
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
        // Its install failed, and what was asked of it with it.
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

  /** Lets the release that waits take over; false where none waits. */
  async #takeOver(): Promise<boolean> {
    if (!this.updates.isWaiting()) return false;
    await this.updates.apply();
    return true;
  }
}
