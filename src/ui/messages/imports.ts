import {
  type ArchivedImage,
  type ArchiveResponse,
  type ImportResponse,
  parseRefused,
  type RefusedEntry,
} from '../../api/index.ts';
import type { ArchiveProgress } from '../../client/index.ts';
import { AppError } from '../../errors/index.ts';
import { isConfigType, isIndexType, isManifestType } from '../../oci/index.ts';
import { formatCount, formatSize, groupDigits, shortDigest } from '../kit/format.ts';
import type { IconName } from '../kit/iconShapes.ts';

/** The progress of a listing or an import. */
export interface Progress extends ArchiveProgress {
  readonly bytesPerSecond: number | undefined;
}

const platformsNamed = 3;

/** `Image for linux/amd64`, `Index for linux/amd64, linux/arm64 and 3 more`. */
export function kindText({ mediaType, platforms }: Pick<ArchivedImage, 'mediaType' | 'platforms'>): string {
  const kind = kindOf(mediaType);
  if (platforms.length === 0) return kind;
  const named = platforms.slice(0, platformsNamed).join(', ');
  const more = platforms.length - platformsNamed;
  return `${kind} for ${named}${more > 0 ? ` and ${groupDigits(more)} more` : ''}`;
}

function kindOf(mediaType: string): string {
  if (isIndexType(mediaType)) return 'Index';
  if (isConfigType(mediaType)) return 'Config';
  return isManifestType(mediaType) ? 'Image' : 'Document';
}

export function iconOf({ mediaType }: Pick<ArchivedImage, 'mediaType'>): IconName {
  if (isIndexType(mediaType)) return 'index';
  return isConfigType(mediaType) ? 'config' : 'image';
}

/** What an image is called by its archive, else what it is. */
export function imageName({ names: [name], digest }: ArchivedImage): string {
  return name ?? shortDigest(digest);
}

/** Among the recent: its name there, and what it is. */
export function imageTitle(image: ArchivedImage): string {
  const [name] = image.names;
  return name === undefined ? kindText(image) : `${name} · ${kindText(image)}`;
}

/** Says what of an image is stored before it is imported. `tone` is the colour of the words. */
export function standingText(image: ArchivedImage): {
  readonly text: string;
  readonly tone: 'ok' | 'warn' | 'bad' | '';
} {
  const { broken, missing, here, count } = image;
  if (broken) return { text: 'can’t be imported', tone: 'bad' };
  if (here === count) return { text: 'here already', tone: 'ok' };
  if (missing > 0) return { text: `${formatCount(missing, 'blob')} missing`, tone: 'warn' };
  return { text: here > 0 ? `${groupDigits(here)} of ${groupDigits(count)} here` : 'new', tone: '' };
}

/** Says why an image can't be imported, or what else to know before that; '' where there is nothing. */
export function standingNote({
  broken,
  missing,
  isSynthesized,
  foreign,
  foreignCount,
  unchecked,
}: ArchivedImage): string {
  if (broken) return refusalSentence(broken);
  const more = foreignCount - foreign.length;
  const named = `${foreign.map(shortDigest).join(', ')}${more > 0 ? ` and ${groupDigits(more)} more` : ''}`;
  return [
    missing > 0 ? 'The archive leaves them out: the image is imported without them, and its tree shows which.' : '',
    foreignCount > 0
      ? `${formatCount(foreignCount, 'foreign layer is', 'foreign layers are')} not in the archive (${named}). The manifest says where else to get ${foreignCount === 1 ? 'it' : 'them'}.`
      : '',
    unchecked > 0
      ? `${formatCount(unchecked, 'layer was', 'layers were')} not compared with the diffIDs of the config: this app doesn't unpack ${unchecked === 1 ? 'it' : 'them'}.`
      : '',
    isSynthesized ? 'The archive has no manifest: one was made here, as containerd makes it.' : '',
  ]
    .filter((note) => note !== '')
    .join(' ');
}

/** `manifest.json isn't valid: it is not JSON.` */
export function refusalSentence(entry: RefusedEntry): string {
  return `${refusedName(entry)} ${refusalText(entry)}.`;
}

/** The same error with the first thing that was refused among its reasons. */
export function withRefusal(error: AppError): AppError {
  const [first] = parseRefused(error.detail ?? {}).refused;
  const why = error.detail?.why;
  if (!first || typeof why !== 'string') return error;
  const detail = { ...error.detail, why: `${why} ${refusalSentence(first)}` };
  return new AppError(error.code, error.message, { reason: error.reason ?? 'unsupported', detail, cause: error });
}

export function refusedName({ name }: RefusedEntry): string {
  return name === '' ? 'The archive' : shortName(name);
}

/** Blobs are named by their digests. */
function shortName(name: string): string {
  return name.replace(/[0-9a-f]{64,}/, (encoded) => `${encoded.slice(0, 8)}…${encoded.slice(-3)}`);
}

const forms = {
  oci: 'OCI image layout',
  docker: 'Saved by docker, in the form before version 25',
  document: 'One document',
} satisfies Record<ArchiveResponse['form'], string>;

/** `OCI image layout · 2 images · 45 MB`. */
export function archiveText({ form, images }: ArchiveResponse, bytes: number): string {
  return `${forms[form]} · ${formatCount(images.length, 'image')} · ${formatSize(bytes)}`;
}

const nameFaults: Readonly<Record<string, string>> = {
  parent: 'its name leads out of the archive (..)',
  backslash: 'its name has a backslash. Save the archive again with / between folders',
  control: 'its name has a control character',
  encoding: 'its name is not UTF-8',
  drive: 'its name begins with a drive letter',
  long: 'its name has more than 1,024 characters',
  uppercase: 'its name has uppercase letters, and digests are lowercase. Rename it and save the archive again',
};

/** What a refused entry does or is, behind its name; `detail` as the kind has it. */
const refusals = {
  name: (detail) => `was skipped: ${nameFaults[detail] ?? 'its name is not safe'}`,
  link: (detail) =>
    `was skipped: it's a link to ${detail === '' ? 'nothing' : detail}, which is not a file in the archive`,
  device: () => "was skipped: it's a device or a pipe, not a file",
  sparse: () => "was skipped: it's stored as a sparse file. Save the archive again without tar --sparse",
  duplicate: () => 'was skipped: an earlier entry has the same name',
  mismatch: (detail) => `doesn't match its digest: ${detail}`,
  size: (detail) => `has another size than stated: ${detail}`,
  too_large: (detail) => `is too large to be read: it has ${detail}, and documents over 4 MiB are refused`,
  too_many: (detail) => `goes beyond a limit: ${detail}`,
  unreadable: (detail) => `isn't valid: ${detail}`,
  missing: (detail) => `is missing from the archive: ${detail}`,
  evicted: () => "was removed during the import: there isn't enough space for the whole image",
  cut: () => 'is cut off: the file ends too early. Download or save it again',
  damaged: () => 'is damaged, and nothing behind it was read. Download or save the archive again',
  bomb: () => 'unpacks to more than 500 times its size, and was not read further',
} satisfies Record<RefusedEntry['kind'], (detail: string) => string>;

export function refusalText({ kind, detail }: RefusedEntry): string {
  return refusals[kind](detail);
}

/** `45.2 MB of 95.1 MB · 3 of 12 blobs · 38 MB/s`; while listing, `1,204 entries, 12 images` instead of blobs. */
export function progressText({ bytes, total, entries, images, blobs, ofBlobs, bytesPerSecond }: Progress): string {
  const found = entries > 0 ? ` · ${formatCount(entries, 'entry', 'entries')}, ${formatCount(images, 'image')}` : '';
  const done = ofBlobs > 0 ? ` · ${groupDigits(blobs)} of ${formatCount(ofBlobs, 'blob')}` : found;
  const rate = bytesPerSecond === undefined ? '' : ` · ${formatSize(Math.round(bytesPerSecond))}/s`;
  return `${formatSize(bytes)} of ${formatSize(total)}${done}${rate}`;
}

/** Said aloud, a quarter at a time. */
export function spokenProgress(verb: string, progress: Progress | undefined): string {
  const quarter = progress?.total ? Math.floor((progress.bytes / progress.total) * 4) * 25 : 0;
  return quarter === 0 || quarter >= 100 ? verb : `${verb}, ${quarter}%`;
}

/** What an import came to. */
export function resultText({ images, stored, refusedCount }: ImportResponse): string {
  if (images.length === 0) {
    return refusedCount > 0 ? 'Nothing was imported: entries of the archive were refused.' : 'Nothing was imported.';
  }
  const what = `Imported ${formatCount(images.length, 'image')}`;
  if (stored === 0) return `${what}: all of it was here already.`;
  return `${what}: ${formatCount(stored, 'document or layer was', 'documents and layers were')} stored, each proven by its digest.`;
}
