import { isCount, readRecord, type WholeOptions } from '../../api/index.ts';
import { type Reason, reasons } from '../../errors/index.ts';
import { isDigest, type MissingPart } from '../../oci/index.ts';
import { offlineImages, type SavedImage, toSavedImages } from './savedImages.ts';

/** An image that is available offline or is being downloaded for that; one entry per digest. */
export interface OfflineImage extends SavedImage {
  readonly digest: string;
  readonly options: WholeOptions;
  /** `unfinished`: resumed automatically. `paused`: resumed by the user. */
  readonly state: 'done' | 'paused' | 'unfinished';
  /** Size and number of the items to download; 0 if not known yet. */
  readonly bytes: number;
  readonly count: number;
  /** Number of parts that could not be downloaded, and the first of them. */
  readonly failed: number;
  readonly lacking: readonly MissingPart[];
  /** Why the download stopped before the end. */
  readonly why?: Reason;
  /** The last comparison of the tag with its registry. */
  readonly tag?: TagNote;
  /** Set if the image was available before: stored content is hashed first, and corrupt content downloaded again. */
  readonly recheck?: true;
}

/** The result of a tag check. */
export interface TagNote {
  readonly atMs: number;
  /** The digest that the tag points to; undefined if the check failed, for the reason `why`. */
  readonly digest?: string;
  readonly why?: Reason;
}

const maxMissing = 20;
const maxPlatforms = 100;
const states: readonly OfflineImage['state'][] = ['done', 'paused', 'unfinished'];

/** Returns the valid images of an untrusted list, from the worker or from another browser. */
export function readOfflineImages(values: unknown): readonly OfflineImage[] {
  const records = Array.isArray(values) ? values.slice(0, offlineImages.maxImages).map(readRecord) : [];
  const entries = records.flatMap((record) => {
    const [image] = toSavedImages([record], offlineImages);
    return image ? readOne(image, record) : [];
  });
  return entries.filter(({ digest }, at) => entries.findIndex((other) => other.digest === digest) === at);
}

/** Returns the list with an entry in front; an older entry for the same digest is dropped. */
export function putOfflineImage(entries: readonly OfflineImage[], entry: OfflineImage): readonly OfflineImage[] {
  return [entry, ...entries.filter(({ digest }) => digest !== entry.digest)];
}

/** Returns the list with the entry for a digest changed, if there is one. */
export function changeOfflineImage(
  entries: readonly OfflineImage[],
  digest: string,
  change: (entry: OfflineImage) => OfflineImage,
): readonly OfflineImage[] {
  return entries.map((entry) => (entry.digest === digest ? change(entry) : entry));
}

/** Returns the missing parts as the list stores them, up to its limit. */
export function toMissingNotes(missing: readonly MissingPart[]): readonly MissingPart[] {
  return missing.slice(0, maxMissing).map(({ digest, role, reason }) => ({ digest, role, reason }));
}

type Fields = Readonly<Record<string, unknown>>;

function readOne(image: SavedImage, fields: Fields): readonly OfflineImage[] {
  const { digest } = image;
  const state = states.find((known) => known === fields.state);
  if (digest === undefined || !state) return [];
  const [why, tag] = [readReason(fields.why), readTag(readRecord(fields.tag))];
  return [
    {
      ...image,
      digest,
      options: readOptions(readRecord(fields.options)),
      state,
      bytes: countOf(fields.bytes),
      count: countOf(fields.count),
      failed: countOf(fields.failed),
      lacking: readList(fields.lacking, maxMissing).flatMap(readMissing),
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

function readMissing(value: unknown): readonly MissingPart[] {
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

function readList(value: unknown, maxLength: number): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, maxLength) : [];
}

function countOf(value: unknown): number {
  return isCount(value) ? value : 0;
}
