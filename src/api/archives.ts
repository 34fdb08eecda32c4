import type { AppError } from '../errors/index.ts';
import { type Digest, isDigest } from '../oci/index.ts';
import type { ArchiveQuestion } from './archiveQuestion.ts';
import { parseError } from './errorBody.ts';
import { isCount } from './isCount.ts';
import { parseJson, readRecord } from './readJson.ts';

// What the page and its worker tell each other of archives that are imported.

/** Why something of an archive is not taken, as the room `archive` says it. */
export const refusalKinds = [
  'name',
  'link',
  'device',
  'sparse',
  'duplicate',
  'mismatch',
  'size',
  'too_large',
  'too_many',
  'unreadable',
  'missing',
  'evicted',
  'cut',
  'damaged',
  'bomb',
] as const;

export interface RefusedEntry {
  readonly kind: (typeof refusalKinds)[number];
  /** The entry whose bytes are at fault, or a digest; '' for the archive itself. */
  readonly name: string;
  /** What the kind does not say, as the room `archive` notes at each kind. */
  readonly detail: string;
}

/** The first of them; how many there are. */
export interface RefusedEntries {
  readonly refused: readonly RefusedEntry[];
  readonly refusedCount: number;
}

/** An image that an archive names. */
export interface ArchivedImage {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly names: readonly string[];
  readonly platforms: readonly string[];
  /** Its manifest was made here: the archive has none. */
  readonly isSynthesized: boolean;
  /** Of all it reaches, as stated. */
  readonly bytes: number;
  /** How many documents and layers it reaches; how many of these are stored already; how many are nowhere. */
  readonly count: number;
  readonly here: number;
  readonly missing: number;
  /** Foreign layers that are not in the archive, at most 20 of them, and how many there are. They are not counted above. */
  readonly foreign: readonly Digest[];
  readonly foreignCount: number;
  /** Layers whose content was not compared with the diffIDs of the config. */
  readonly unchecked: number;
  /** Why it is not imported. */
  readonly broken?: RefusedEntry;
}

export interface ArchiveResponse extends RefusedEntries {
  readonly form: 'oci' | 'docker' | 'document';
  readonly images: readonly ArchivedImage[];
}

/** What is in the content store now, and what was not before. */
export interface ImportResponse extends RefusedEntries {
  readonly images: readonly Digest[];
  readonly stored: number;
}

/** A line of the answer to either question. The last one has `listed`, `imported` or `error`; an answer without was cut. */
export type ArchiveLine =
  | {
      readonly state: 'read';
      /** Of the file. */
      readonly bytes: number;
      readonly total: number;
      readonly entry: string;
      /** Read so far, and the images found among them. */
      readonly entries: number;
      readonly images: number;
      readonly blobs: number;
      readonly ofBlobs: number;
    }
  | ({ readonly state: 'listed' } & ArchiveResponse)
  | ({ readonly state: 'imported' } & ImportResponse)
  | { readonly state: 'error'; readonly error: AppError };

/** As `parseRoute` knows it, which pages have no use for. */
const url = '/-/import';

/** POST of a file: `?list` says what is in it, else its images are imported. Answers in lines of `ArchiveLine`. */
export function archiveQuestionUrl(question: ArchiveQuestion): string {
  if (question.isList) return `${url}?list`;
  const { images, ifRefused } = question;
  return `${url}?${[`refused=${ifRefused}`, ...(images ?? []).map((digest) => `image=${digest}`)].join('&')}`;
}

/** Returns undefined if the text is not such a line. */
export function parseArchiveLine(text: string): ArchiveLine | undefined {
  const line = readRecord(parseJson(text));
  const error = parseError(line.error);
  if (error) return { state: 'error', error };
  switch (line.state) {
    case 'read': {
      const [bytes, total, blobs, ofBlobs] = [line.bytes, line.total, line.blobs, line.ofBlobs].map(readCount);
      if (bytes === undefined || total === undefined) return undefined;
      const found = { entries: readCount(line.entries) ?? 0, images: readCount(line.images) ?? 0 };
      const done = { blobs: blobs ?? 0, ofBlobs: ofBlobs ?? 0 };
      return { state: 'read', bytes, total, entry: readText(line.entry), ...found, ...done };
    }
    case 'listed': {
      const form = (['oci', 'docker', 'document'] as const).find((known) => known === line.form);
      return form && { state: 'listed', form, images: readList(line.images).flatMap(readImage), ...parseRefused(line) };
    }
    case 'imported':
      return {
        state: 'imported',
        images: readTexts(line.images).filter(isDigest),
        stored: readCount(line.stored) ?? 0,
        ...parseRefused(line),
      };
    default:
      return undefined;
  }
}

/** Reads refused entries from a line, or from the detail of an error. */
export function parseRefused({ refused, refusedCount }: Readonly<Record<string, unknown>>): RefusedEntries {
  const entries = readList(refused).flatMap((each) => readEntry(each) ?? []);
  return { refused: entries, refusedCount: readCount(refusedCount) ?? entries.length };
}

function readImage(value: unknown): readonly ArchivedImage[] {
  const record = readRecord(value);
  const { digest, mediaType, names, platforms, isSynthesized, bytes, count, here, missing, broken } = record;
  if (typeof digest !== 'string' || !isDigest(digest)) return [];
  const why = readEntry(broken);
  const figures = { bytes: readCount(bytes) ?? 0, count: readCount(count) ?? 0 };
  const places = { here: readCount(here) ?? 0, missing: readCount(missing) ?? 0 };
  const foreign = readTexts(record.foreign).filter(isDigest);
  const layers = {
    foreign,
    foreignCount: readCount(record.foreignCount) ?? 0,
    unchecked: readCount(record.unchecked) ?? 0,
  };
  const texts = { mediaType: readText(mediaType), names: readTexts(names), platforms: readTexts(platforms) };
  return [
    {
      digest,
      ...texts,
      isSynthesized: isSynthesized === true,
      ...figures,
      ...places,
      ...layers,
      ...(why && { broken: why }),
    },
  ];
}

function readEntry(value: unknown): RefusedEntry | undefined {
  const { kind, name, detail } = readRecord(value);
  const known = refusalKinds.find((each) => each === kind);
  return known && { kind: known, name: readText(name), detail: readText(detail) };
}

function readCount(value: unknown): number | undefined {
  return isCount(value) ? value : undefined;
}

function readText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function readTexts(value: unknown): readonly string[] {
  return readList(value).filter((each) => typeof each === 'string');
}

function readList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
