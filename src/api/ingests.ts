import type { Repository } from '../oci/index.ts';
import { isCount } from './isCount.ts';
import { readRecord } from './readJson.ts';
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

/**
 * Returns the URL to POST to in order to download and store a blob; `size` in bytes, as its descriptor states it. The answer is lines
 * of `JobLine<never, null>`.
 */
export function downloadUrl({ host, name }: Repository, digest: string, size?: bigint | number): string {
  return `${ingestsUrl}/${name}/${digest}?ns=${host}${size === undefined ? '' : `&size=${size}`}`;
}

/** Reads the list in the body of an answer and skips invalid entries; never throws. */
export function parseIngests(body: unknown): readonly IngestResponse[] {
  const { ingests } = readRecord(body);
  return Array.isArray(ingests) ? ingests.flatMap((each) => readIngest(readRecord(each))) : [];
}

function readIngest({ ref, offset, total, startedAt, updatedAt, expected }: Readonly<Record<string, unknown>>) {
  const [started, updated] = [new Date(String(startedAt)), new Date(String(updatedAt))];
  if (typeof ref !== 'string' || !isCount(offset) || !isCount(total)) return [];
  if (Number.isNaN(started.getTime()) || Number.isNaN(updated.getTime())) return [];
  const facts = { ref, offset, total, startedAt: started, updatedAt: updated };
  return [{ ...facts, ...(typeof expected === 'string' ? { expected } : {}) }];
}
