import { isCount } from './isCount.ts';
import { readRecord } from './readJson.ts';

/** An entry of the worker's log. Times in milliseconds since 1970. Entries never contain credentials. */
export type LogEntry =
  | {
      /** A request to a registry, a mirror or a token service. */
      readonly kind: 'sent';
      readonly atMs: number;
      readonly method: string;
      readonly url: string;
      readonly status?: number;
      /** Size of the body, if the answer states it. */
      readonly bytes?: number;
      readonly durationMs: number;
      /** 1 for the first attempt; higher for retries after temporary failures. */
      readonly attempt: number;
      /** Its headers require a CORS preflight, unless the browser has cached one. */
      readonly preflight: boolean;
      /** The request carried credentials, which the log does not contain. */
      readonly authorized: boolean;
      readonly error?: string;
    }
  | {
      /** A page's request to the worker, with the `Cache-Status` of its answer (RFC 9211). */
      readonly kind: 'answered';
      readonly atMs: number;
      readonly method: string;
      /** Path and query. */
      readonly url: string;
      readonly status: number;
      readonly bytes?: number;
      readonly durationMs: number;
      readonly cacheStatus: string;
    }
  | { readonly kind: 'warning' | 'note'; readonly atMs: number; readonly text: string };

/** Reads a stored log, which any code of the origin may have written; invalid entries are left out. */
export function parseLog(value: unknown): LogEntry[] {
  return Array.isArray(value) ? value.filter(isLogEntry) : [];
}

function isLogEntry(value: unknown): value is LogEntry {
  const { kind, atMs, text, ...request } = readRecord(value);
  if (typeof atMs !== 'number' || Number.isNaN(new Date(atMs).getTime())) return false;
  if (kind === 'warning' || kind === 'note') return typeof text === 'string';
  const { method, url, status, bytes, durationMs, cacheStatus, attempt, error } = request;
  const isRequest =
    typeof method === 'string' &&
    typeof url === 'string' &&
    typeof durationMs === 'number' &&
    [status, bytes].every((count) => count === undefined || isCount(count));
  if (kind === 'answered') return isRequest && isCount(status) && typeof cacheStatus === 'string';
  const isSent = kind === 'sent' && isCount(attempt) && (error === undefined || typeof error === 'string');
  return isRequest && isSent && URL.canParse(url);
}

/** Returns an entry as one line of a report. */
export function formatLogEntry(entry: LogEntry): string {
  const time = new Date(entry.atMs).toISOString();
  if ('text' in entry) return `${time} ${entry.kind}: ${entry.text}`;
  const { kind, method, url, status, bytes, durationMs } = entry;
  const facts =
    entry.kind === 'answered'
      ? [entry.cacheStatus]
      : [
          ...(entry.preflight ? ['preflight'] : []),
          ...(entry.authorized ? ['authorized'] : []),
          ...(entry.attempt > 1 ? [`attempt ${entry.attempt}`] : []),
          ...(entry.error === undefined ? [] : [entry.error]),
        ];
  const size = bytes === undefined ? [] : [`${bytes} B`];
  return [time, kind, method, url, status ?? 'failed', ...size, `${Math.round(durationMs)} ms`, ...facts].join(' ');
}
