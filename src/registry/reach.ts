import type { RegistryOptions } from './contract.ts';
import { Probes } from './probe.ts';

/** One request: after a question that a person closed, each further one would ask again. */
export async function isReached(
  origin: string,
  options: RegistryOptions,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const patient = new Probes({ ...options, sleep: () => new Promise(() => undefined) }, signal);
  return (await patient.ask('', `${origin}/v2/`, { mode: 'no-cors' })) === 'answer';
}
