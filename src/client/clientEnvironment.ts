/** The browser APIs and settings that the client needs; `main.tsx` passes them in. */
export interface ClientEnvironment {
  readonly fetch: (input: string, init?: RequestInit) => Promise<Response>;
  /** Undefined if the browser has none: plain HTTP, some private windows. */
  readonly serviceWorker: ServiceWorkerContainer | undefined;
  readonly workerUrl: string;
  /** Script of dedicated workers, which also do what service workers cannot. */
  readonly dedicatedWorkerUrl: string;
  readonly workerType: WorkerType;
  readonly createWorker: (url: string, options: WorkerOptions) => Worker;
  readonly setTimeout: (run: () => void, delayMs: number) => number;
}
