import type { AppError } from '../errors/index.ts';
import type { Repository } from '../oci/index.ts';
import { parseError } from './errorBody.ts';
import { isCount } from './isCount.ts';
import { parseJson, readRecord } from './readJson.ts';
import { ingestsUrl } from './urls.ts';

/** A partial download. */
export interface IngestResponse {
  readonly ref: string;
  /** bytes stored so far */
  readonly offset: number;
  /** bytes in total, 0 if unknown */
  readonly total: number;
  readonly startedAt: Date;
  readonly updatedAt: Date;
  /** The digest that the complete content must have. */
  readonly expected?: string;
}

/** A line of the answer to the download of a blob. The last one has `stored` or `error`; without it the answer was cut. */
export type DownloadLine =
  | { readonly offset: number; readonly total?: number }
  | { readonly stored: true }
  | { readonly error: AppError };

/** Returns the URL to POST to in order to download and store a blob; `size` in bytes, as its descriptor states it. */
export function downloadUrl({ host, name }: Repository, digest: string, size?: bigint | number): string {
  return `${ingestsUrl}/${name}/${digest}?ns=${host}${size === undefined ? '' : `&size=${size}`}`;
}

/** Reads the list in the body of an answer and skips invalid entries; never throws. */
export function parseIngests(body: unknown): readonly IngestResponse[] {
  const { ingests } = readRecord(body);
  return Array.isArray(ingests) ? ingests.flatMap((each) => readIngest(readRecord(each))) : [];
}

/** Parses a `DownloadLine`; undefined if the text is not one. */
export function parseDownloadLine(text: string): DownloadLine | undefined {
  const { offset, total, stored, error } = readRecord(parseJson(text));
  if (stored === true) return { stored };
  const failure = parseError(error);
  if (failure) return { error: failure };
  if (!isCount(offset)) return undefined;
  return { offset, ...(isCount(total) ? { total } : {}) };
}

function readIngest({ ref, offset, total, startedAt, updatedAt, expected }: Readonly<Record<string, unknown>>) {
  const [started, updated] = [new Date(String(startedAt)), new Date(String(updatedAt))];
  if (typeof ref !== 'string' || !isCount(offset) || !isCount(total)) return [];
  if (Number.isNaN(started.getTime()) || Number.isNaN(updated.getTime())) return [];
  const facts = { ref, offset, total, startedAt: started, updatedAt: updated };
  return [{ ...facts, ...(typeof expected === 'string' ? { expected } : {}) }];
}
