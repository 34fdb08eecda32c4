import type { Reason } from '../../errors/index.ts';
import { tagMessages } from '../messages/pane.ts';

/** Returns the reason why a tag's digest is the last known one. Blames the network only if it is known to be down. */
export function staleTagWords(host: string, reason: Reason | undefined): string {
  if (reason === undefined) return tagMessages.notChecked;
  if (reason === 'offline') return tagMessages.notCheckedOffline;
  if (reason === 'server_error') return tagMessages.notCheckedServerError(host);
  return tagMessages.notCheckedUnreachable(host);
}
