/** One thing that the worker did or noticed. Times in milliseconds since 1970. None of it holds a credential. */
export type LogEntry =
  | {
      /** A request that left for a registry, a mirror or a token service. */
      readonly kind: 'sent';
      readonly atMs: number;
      readonly method: string;
      readonly url: string;
      readonly status?: number;
      /** Of the body, where the answer says it. */
      readonly bytes?: number;
      readonly durationMs: number;
      /** 1 for the first; more where the one before failed for a while. */
      readonly attempt: number;
      /** Its headers make a browser ask first, by OPTIONS, unless it remembers the answer. */
      readonly preflight: boolean;
      /** Whether it said who asks, which is all that is told of it. */
      readonly authorized: boolean;
      readonly error?: string;
    }
  | {
      /** What a page asked of the worker, and how it was answered (RFC 9211). */
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

/** One line of a report. */
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
