/** What the client takes from the page; `main.tsx` hands it down. */
export interface ClientEnvironment {
  readonly fetch: (input: string, init?: RequestInit) => Promise<Response>;
  /** Undefined where the browser has none: plain http, some private windows. */
  readonly serviceWorker: ServiceWorkerContainer | undefined;
  readonly workerUrl: string;
  /** The same for a page alone, which does what no service worker can. */
  readonly dedicatedWorkerUrl: string;
  readonly workerType: WorkerType;
  readonly createWorker: (url: string, options: WorkerOptions) => Worker;
  readonly setTimeout: (run: () => void, delayMs: number) => number;
}
