/** A `ServiceWorkerContainer` controlled by the test: the part that registration and control on the page need. */
export class FakeServiceWorkers extends EventTarget {
  controller: FakeServiceWorker | null = null;
  registration: FakeRegistration | undefined;
  /** Implements `register`; returns the registration by default. */
  refuses: Error | undefined;
  readonly registered: string[] = [];
  isListening = false;

  async register(url: string): Promise<FakeRegistration> {
    this.registered.push(url);
    if (this.refuses) throw this.refuses;
    this.registration ??= new FakeRegistration();
    return this.registration;
  }

  async getRegistration(): Promise<FakeRegistration | undefined> {
    return this.registration;
  }

  /** Makes a worker control the page, as `clients.claim()` does. */
  control(worker: FakeServiceWorker): void {
    this.controller = worker;
    this.dispatchEvent(new Event('controllerchange'));
  }

  startMessages(): void {
    this.isListening = true;
  }

  asContainer(): ServiceWorkerContainer {
    return this as unknown as ServiceWorkerContainer;
  }
}

export class FakeRegistration extends EventTarget {
  installing: FakeServiceWorker | null = null;
  waiting: FakeServiceWorker | null = null;
  active: FakeServiceWorker | null = null;
}

export class FakeServiceWorker extends EventTarget {
  state: ServiceWorkerState;
  readonly messages: unknown[] = [];
  onMessage: ((message: unknown) => void) | undefined;

  constructor(state: ServiceWorkerState = 'activated') {
    super();
    this.state = state;
  }

  become(state: ServiceWorkerState): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }

  postMessage(message: unknown): void {
    this.messages.push(message);
    this.onMessage?.(message);
  }
}
