import type { Log } from '../distribution/index.ts';
import type { RequestRecord } from '../registry/index.ts';

const keptLines = 500;

/** The worker's log and its requests since it started, as lines that a person can copy into a report. */
export class LogBook implements Log {
  readonly #lines: string[] = [];
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  warn(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#add(`warning: ${message}${formatFields(fields)}`);
  }

  debug(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#add(`${message}${formatFields(fields)}`);
  }

  request({ method, url, status, attempt, error }: RequestRecord): void {
    this.#add(`${method} ${url} ${status ?? error ?? 'failed'}${attempt > 1 ? ` (attempt ${attempt})` : ''}`);
  }

  /** Newest first. */
  lines(): readonly string[] {
    return this.#lines.toReversed();
  }

  #add(line: string): void {
    this.#lines.push(`${this.#now().toISOString()} ${line}`);
    if (this.#lines.length > keptLines) this.#lines.shift();
  }
}

function formatFields(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([key, value]) => ` ${key}=${value instanceof Error ? value.message : String(value)}`)
    .join('');
}
