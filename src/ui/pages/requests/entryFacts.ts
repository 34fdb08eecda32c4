import type { LogEntry } from '../../../api/index.ts';

/** Whom an entry is about and what was asked there; a host of '' is this page's own worker. */
export function entryTarget(entry: LogEntry): { readonly host: string; readonly path: string } {
  if (!('url' in entry)) return { host: '', path: entry.text };
  if (entry.kind === 'answered') return { host: '', path: `${entry.method} ${entry.url}` };
  const { host, pathname, search } = new URL(entry.url);
  return { host, path: `${entry.method} ${pathname}${search}` };
}

export function entryStatus(entry: LogEntry): { readonly text: string; readonly isBad: boolean } {
  if (!('url' in entry)) return { text: entry.kind, isBad: false };
  const { status } = entry;
  return { text: String(status ?? 'failed'), isBad: status === undefined || status >= 400 };
}

/** What a request cost and came to, in words. */
export function entryNotes(entry: LogEntry): readonly string[] {
  if (entry.kind === 'answered') return [entry.cacheStatus.replace(/^ociscope;? ?/, '')];
  if (entry.kind !== 'sent') return [];
  return [
    ...(entry.preflight ? ['after a preflight'] : []),
    ...(entry.authorized ? ['signed in'] : []),
    ...(entry.attempt > 1 ? [`attempt ${entry.attempt}`] : []),
    ...(entry.error === undefined ? [] : [entry.error]),
  ];
}
