import {
  createRegistry,
  type HostTester,
  type Registry,
  type RegistryOptions,
  type RequestRecord,
} from '../../registry/index.ts';

/** A registry client on Node's fetch that does not wait: it records the delays instead. */
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
      // Timers of answers and probes, which their signals cancel, run normally; only waits between attempts are
      // skipped.
      if (delayMs > maxWaitMs) return untilAborted(signal);
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

/** A probe's share of it is longer than any wait between attempts. */
const idleTimeoutMs = 180_000;
const maxWaitMs = 20_000;

function untilAborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
