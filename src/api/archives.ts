import type { Digest } from '../oci/index.ts';
import { isCount } from './isCount.ts';
import { readRecord } from './readJson.ts';

// Messages between page and worker about archives to import.

/** A request about a file, which is its body: list its images, or import them. */
export type ArchiveQuestion =
  | { readonly isList: true }
  | {
      readonly isList: false;
      /** Images to import; all if undefined. */
      readonly images: readonly Digest[] | undefined;
      /** `keep`: import the other images if one is refused; `nothing`: import none. */
      readonly ifRefused: 'keep' | 'nothing';
    };

/** Reasons for which a part of an archive is not used; `RefusalKind` of `src/archive` explains them. */
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
  /** The entry with the faulty bytes, as named in the archive, or a digest; '' for the archive itself. */
  readonly name: string;
  /** Details that depend on the kind, as `RefusalKind` of `src/archive` explains. */
  readonly detail: string;
}

/** The first refused entries, and the number of all. */
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
  /** The archive has no manifest for it; one was generated. */
  readonly isSynthesized: boolean;
  /** Total size of everything it reaches, as stated. */
  readonly bytes: number;
  /** Number of items it reaches; `here`: those already stored; `missing`: those neither stored nor in the archive. */
  readonly count: number;
  readonly here: number;
  readonly missing: number;
  /** The first 20 foreign layers that are not in the archive, and the number of all. They are not counted above. */
  readonly foreign: readonly Digest[];
  readonly foreignCount: number;
  /** Number of layers whose content was not compared with the diffIDs of the config. */
  readonly unchecked: number;
  /** Reason why it cannot be imported. */
  readonly broken?: RefusedEntry;
}

export interface ArchiveResponse extends RefusedEntries {
  readonly form: 'oci' | 'docker' | 'document';
  readonly images: readonly ArchivedImage[];
}

/** The imported images, and the number of items that were not stored before. */
export interface ImportResponse extends RefusedEntries {
  readonly images: readonly Digest[];
  readonly stored: number;
}

const url = '/-/import';

/** Returns the URL to POST a file to in order to list or import its images. The answer is lines of `JobLine`. */
export function archiveQuestionUrl(question: ArchiveQuestion): string {
  if (question.isList) return `${url}?list`;
  const { images, ifRefused } = question;
  return `${url}?${[`refused=${ifRefused}`, ...(images ?? []).map((digest) => `image=${digest}`)].join('&')}`;
}

/** Reads refused entries from the detail of an error. */
export function parseRefused({ refused, refusedCount }: Readonly<Record<string, unknown>>): RefusedEntries {
  const entries = readList(refused).flatMap((each) => readEntry(each) ?? []);
  return { refused: entries, refusedCount: readCount(refusedCount) ?? entries.length };
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

function readList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
