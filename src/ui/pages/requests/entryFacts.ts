import type { LogEntry } from '../../../api/index.ts';
import { requestsMessages } from '../../messages/requests.ts';

/** Returns host and request of a log entry; the host is '' for a request to this page's worker. */
export function entryTarget(entry: LogEntry): { readonly host: string; readonly path: string } {
  if (!('url' in entry)) return { host: '', path: entry.text };
  if (entry.kind === 'answered') return { host: '', path: `${entry.method} ${entry.url}` };
  const { host, pathname, search } = new URL(entry.url);
  return { host, path: `${entry.method} ${pathname}${search}` };
}

export function entryStatus(entry: LogEntry): { readonly text: string; readonly isBad: boolean } {
  if (!('url' in entry)) return { text: entry.kind, isBad: false };
  const { status } = entry;
  return { text: String(status ?? requestsMessages.failed), isBad: status === undefined || status >= 400 };
}

/** Returns notes on a log entry: preflight, authentication, attempts, error, cache status. */
export function entryNotes(entry: LogEntry): readonly string[] {
  if (entry.kind === 'answered') return [entry.cacheStatus.replace(/^ociscope;? ?/, '')];
  if (entry.kind !== 'sent') return [];
  return [
    ...(entry.preflight ? [requestsMessages.preflight] : []),
    ...(entry.authorized ? [requestsMessages.authorized] : []),
    ...(entry.attempt > 1 ? [requestsMessages.attempt(entry.attempt)] : []),
    ...(entry.error === undefined ? [] : [entry.error]),
  ];
}
