import { type Digest, isDigest } from '../oci/index.ts';
import type { References, RootsRecord } from './contract.ts';
import type { ContentRecord, IngestRecord } from './tables.ts';

// One reader per table of the database. Any script of the origin, or a bug of another release, may have written a record,
// so none is used before its reader has accepted it. Each returns undefined for a record that this store would not have
// written.

/** The largest size that a record may state: one that is larger would count as the whole disk and evict everything. */
const maxSizeBytes = 2 ** 40;
const maxPieceBytes = 2 ** 30;
/** The last time that a Date can hold (ECMA-262 § Time Values and Time Range). */
const maxTimeMs = 8.64e15;

/** Reads a record of `info`. */
export function readInfoRecord(key: unknown, value: unknown): ContentRecord | undefined {
  if (!isRecord(value)) return undefined;
  const { digest, size, createdAt, updatedAt, labels, linked, body, pieceBytes, marks } = value;
  const isRead =
    isDigestText(digest) &&
    digest === key &&
    isSize(size) &&
    isTime(createdAt) &&
    isTime(updatedAt) &&
    isLabels(labels) &&
    (linked === undefined || linked === true) &&
    isText(body) &&
    isPieceSize(pieceBytes) &&
    (body !== digest || size <= pieceBytes) &&
    (marks === undefined || (Array.isArray(marks) && marks.every(isText)));
  return isRead ? (value as unknown as ContentRecord) : undefined;
}

/** Reads a record of `ingests`. */
export function readIngestRecord(key: unknown, value: unknown): IngestRecord | undefined {
  if (!isRecord(value)) return undefined;
  const { ref, offset, total, expected, startedAt, updatedAt, body, pieceBytes, owner } = value;
  const isRead =
    isText(ref) &&
    ref === key &&
    isSize(offset) &&
    isSize(total) &&
    (expected === undefined || isDigestText(expected)) &&
    isTime(startedAt) &&
    isTime(updatedAt) &&
    isText(body) &&
    isPieceSize(pieceBytes) &&
    isText(owner);
  return isRead ? (value as unknown as IngestRecord) : undefined;
}

/** Reads the key of a record of `edges`: minus the time its content was created, and that content's digest. */
export function readEdgesKey(key: unknown): { readonly createdMs: number; readonly digest: Digest } | undefined {
  if (!Array.isArray(key) || key.length !== 2) return undefined;
  const [time, digest]: unknown[] = key;
  return typeof time === 'number' && isTimeMs(-time) && isDigestText(digest) ? { createdMs: -time, digest } : undefined;
}

/** Reads a record of `edges`, whose children end with the subject if there is one. */
export function readEdges(value: unknown): References | undefined {
  if (!isRecord(value)) return undefined;
  const { children, subject } = value;
  if (!Array.isArray(children) || !children.every(isDigestText)) return undefined;
  if (subject === undefined) return { children };
  return isDigestText(subject) && children.at(-1) === subject
    ? { children: children.slice(0, -1), subject }
    : undefined;
}

/** Reads a record of `uses`. */
export function readUse(key: unknown, value: unknown): readonly [Digest, Date] | undefined {
  return isDigestText(key) && typeof value === 'number' && isTimeMs(value) ? [key, new Date(value)] : undefined;
}

/** Reads the record of `roots`. */
export function readRootsRecord(value: unknown): RootsRecord | undefined {
  if (!isRecord(value)) return undefined;
  const { text, revision } = value;
  return typeof text === 'string' && isCount(revision) ? { text, revision } : undefined;
}

/** Reads the key of a record of `bodies`: the body's name and the index of the piece. */
export function readPieceKey(key: unknown): readonly [string, number] | undefined {
  if (!Array.isArray(key) || key.length !== 2) return undefined;
  const [body, index]: unknown[] = key;
  return isText(body) && isCount(index) ? [body, index] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isDigestText(value: unknown): value is Digest {
  return typeof value === 'string' && isDigest(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isSize(value: unknown): value is number {
  return isCount(value) && value <= maxSizeBytes;
}

function isPieceSize(value: unknown): value is number {
  return isCount(value) && value > 0 && value <= maxPieceBytes;
}

function isTime(value: unknown): value is Date {
  return value instanceof Date && isTimeMs(value.getTime());
}

function isTimeMs(ms: number): boolean {
  return ms >= 0 && ms <= maxTimeMs;
}

function isLabels(value: unknown): boolean {
  return isRecord(value) && !Array.isArray(value) && Object.values(value).every((each) => typeof each === 'string');
}
