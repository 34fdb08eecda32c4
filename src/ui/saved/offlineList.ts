import { isCount, type MissingPartResponse, readRecord, type WholeOptions } from '../../api/index.ts';
import { type Reason, reasons } from '../../errors/index.ts';
import { isDigest } from '../../oci/index.ts';
import { kept } from './offlineEntries.ts';
import { type Opened, readOpened } from './savedImages.ts';

/** An image that is kept offline, and how that is; one entry for each digest. */
export interface OfflineImage extends Opened {
  readonly digest: string;
  readonly options: WholeOptions;
  /** `unfinished`: it is gone on with by itself. `paused`: a person goes on with it. */
  readonly state: 'done' | 'paused' | 'unfinished';
  /** Bytes of all that is wanted, and how many things that is; 0 where that is not known yet. */
  readonly bytes: number;
  readonly count: number;
  /** How many parts could not be had, and the first of them. */
  readonly failed: number;
  readonly lacking: readonly LackingNote[];
  /** Why it stopped before the end. */
  readonly why?: Reason;
  /** When a tag was last compared with its registry. */
  readonly tag?: TagNote;
  /** It was available before: what is stored of it is hashed first, and what is corrupt is downloaded again. */
  readonly recheck?: true;
}

/** A part that could not be had. */
export interface LackingNote {
  readonly digest: string;
  readonly role: string;
  readonly reason: Reason;
}

/** What was heard of a tag. */
export interface TagNote {
  readonly atMs: number;
  /** What it stands for; undefined where that could not be asked, and why. */
  readonly digest?: string;
  readonly why?: Reason;
}

const maxMissing = 20;
const maxPlatforms = 100;
const states: readonly OfflineImage['state'][] = ['done', 'paused', 'unfinished'];

/** The valid images of a list from the worker, or from another browser, which anything may have written. */
export function readKeptImages(values: unknown): readonly OfflineImage[] {
  const records = Array.isArray(values) ? values.slice(0, kept.most).map(readRecord) : [];
  const entries = records.flatMap((record) => {
    const [opened] = readOpened([record], kept);
    return opened ? readOne(opened, record) : [];
  });
  return entries.filter(({ digest }, at) => entries.findIndex((other) => other.digest === digest) === at);
}

/** The list with one on top, in the place of what was kept by its digest before. */
export function putOffline(entries: readonly OfflineImage[], entry: OfflineImage): readonly OfflineImage[] {
  return [entry, ...entries.filter(({ digest }) => digest !== entry.digest)];
}

/** The list with one entry changed, where it is still in it. */
export function changeOffline(
  entries: readonly OfflineImage[],
  digest: string,
  change: (entry: OfflineImage) => OfflineImage,
): readonly OfflineImage[] {
  return entries.map((entry) => (entry.digest === digest ? change(entry) : entry));
}

/** What is told of parts that could not be had, as far as it is kept. */
export function noteLacking(lacking: readonly MissingPartResponse[]): readonly LackingNote[] {
  return lacking
    .slice(0, maxMissing)
    .map(({ digest, role, error }) => ({ digest, role, reason: error.reason ?? 'internal' }));
}

type Fields = Readonly<Record<string, unknown>>;

function readOne(opened: Opened, fields: Fields): readonly OfflineImage[] {
  const { digest } = opened;
  const state = states.find((known) => known === fields.state);
  if (digest === undefined || !state) return [];
  const [why, tag] = [readReason(fields.why), readTag(readRecord(fields.tag))];
  return [
    {
      ...opened,
      digest,
      options: readOptions(readRecord(fields.options)),
      state,
      bytes: countOf(fields.bytes),
      count: countOf(fields.count),
      failed: countOf(fields.failed),
      lacking: readList(fields.lacking, maxMissing).flatMap(readLacking),
      ...(why ? { why } : {}),
      ...(tag ? { tag } : {}),
      ...(fields.recheck === true ? { recheck: true } : {}),
    },
  ];
}

function readOptions({ layers, referrers, platforms }: Fields): WholeOptions {
  const named = readList(platforms, maxPlatforms).filter((each) => typeof each === 'string' && each.length <= 100);
  return {
    layers: layers === true,
    referrers: referrers === true,
    ...(named.length > 0 ? { platforms: named.map(String) } : {}),
  };
}

function readLacking(value: unknown): readonly LackingNote[] {
  const { digest, role, reason } = readRecord(value);
  if (typeof digest !== 'string' || typeof role !== 'string') return [];
  return [{ digest: digest.slice(0, 200), role: role.slice(0, 20), reason: readReason(reason) ?? 'internal' }];
}

function readTag({ atMs, digest, why }: Fields): TagNote | undefined {
  if (typeof atMs !== 'number' || !Number.isFinite(atMs)) return undefined;
  const reason = readReason(why);
  const isNamed = typeof digest === 'string' && isDigest(digest);
  return { atMs, ...(isNamed ? { digest } : {}), ...(reason ? { why: reason } : {}) };
}

function readReason(value: unknown): Reason | undefined {
  return reasons.find((known) => known === value);
}

function readList(value: unknown, most: number): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, most) : [];
}

function countOf(value: unknown): number {
  return isCount(value) ? value : 0;
}
