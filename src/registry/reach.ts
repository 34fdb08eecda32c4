import type { RegistryOptions } from './contract.ts';
import { Probes } from './probe.ts';

/** Tells whether an origin answers. Sends a single request: each further one would show the person's permission prompt again. */
export async function isReached(
  origin: string,
  options: RegistryOptions,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const patient = new Probes({ ...options, sleep: () => new Promise(() => undefined) }, signal);
  return (await patient.ask('', `${origin}/v2/`, { mode: 'no-cors' })) === 'answer';
}
