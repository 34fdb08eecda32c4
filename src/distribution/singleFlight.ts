/** The part of a browser's LockManager that is used: waiting for a name. */
export interface Locks {
  request<T>(name: string, options: { readonly signal?: AbortSignal }, run: () => Promise<T>): Promise<T>;
}

interface Flight {
  readonly result: Promise<unknown>;
  readonly stop: AbortController;
  waiting: number;
  isDone: boolean;
}

/**
 * Runs one piece of work per key at a time: callers that come while it runs share its result. Across tabs the lock of the
 * key is held, so that the second one finds what the first one stored. A caller can leave by its signal; the work stops
 * when all have left.
 */
export class SingleFlight {
  readonly #flights = new Map<string, Flight>();
  readonly #locks: Locks | undefined;

  constructor(locks: Locks | undefined) {
    this.#locks = locks;
  }

  async run<T>(key: string, work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const flight = this.#flights.get(key) ?? this.#start(key, work);
    flight.waiting++;
    const leave = () => {
      flight.waiting--;
      if (flight.waiting > 0) return;
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
      // The result may be a stream that is still being read: only work that nobody waits for is stopped.
      if (!flight.isDone) flight.stop.abort(signal?.reason);
    };
    try {
      return (await raceAbort(flight.result, signal)) as T;
    } finally {
      leave();
    }
  }

  #start(key: string, work: (signal: AbortSignal) => Promise<unknown>): Flight {
    const stop = new AbortController();
    const name = `ociscope:pull:${key}`;
    const result = this.#locks ? underLock(this.#locks, name, stop.signal, work) : work(stop.signal);
    const flight: Flight = { result, stop, waiting: 0, isDone: false };
    this.#flights.set(key, flight);
    // Waiting callers receive a failure; if all have left, it is dropped.
    const end = () => {
      flight.isDone = true;
    };
    result.then(end, end);
    return flight;
  }
}

/** Resolves with the result, without waiting for the lock to be released. */
function underLock<T>(
  locks: Locks,
  name: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const run = () => work(signal).then(resolve, reject);
    locks.request(name, { signal }, run).catch(reject);
  });
}

function raceAbort<T>(result: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return result;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
