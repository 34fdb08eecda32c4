import {
  createRegistry,
  type HostTester,
  type Registry,
  type RegistryOptions,
  type RequestRecord,
} from '../registry/index.ts';

/** A registry client on Node's fetch that waits for nothing: what it would have waited is noted. */
export interface RegistryStage {
  readonly registry: Registry & HostTester;
  readonly waitsMs: number[];
  readonly records: RequestRecord[];
}

export function createRegistryStage(options: Partial<RegistryOptions> = {}): RegistryStage {
  const waitsMs: number[] = [];
  const records: RequestRecord[] = [];
  const registry = createRegistry({
    fetch: (input, init) => fetch(input, init),
    sleep: (delayMs, signal) => {
      // The idle timer, which is stopped by its signal, runs on; only waits between attempts are skipped.
      if (delayMs >= idleTimeoutMs) return untilAborted(signal);
      waitsMs.push(delayMs);
      return Promise.resolve();
    },
    idleTimeoutMs,
    now: () => performance.now(),
    onRequest: (record) => records.push(record),
    ...options,
  });
  return { registry, waitsMs, records };
}

const idleTimeoutMs = 60_000;

function untilAborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
