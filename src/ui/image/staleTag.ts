import type { Reason } from '../../errors/index.ts';

/** Says why a tag's digest is the last known one: only what is known of the device and of the registry. */
export function staleTagWords(host: string, reason: Reason | undefined): string {
  if (reason === undefined) return 'not checked now';
  if (reason === 'offline') return 'not checked: this device is offline';
  if (reason === 'server_error') return `not checked: ${host} failed to answer`;
  return `not checked: ${host} can’t be reached`;
}
