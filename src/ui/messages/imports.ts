import {
  type ArchivedImage,
  type ArchiveResponse,
  type ImportResponse,
  parseRefused,
  type RefusedEntry,
} from '../../api/index.ts';
import { AppError } from '../../errors/index.ts';
import { type ImportProgress, isConfigType, isIndexType, isManifestType } from '../../oci/index.ts';
import { formatCount, formatSize, groupDigits, shortDigest } from '../kit/format.ts';
import type { IconName } from '../kit/iconShapes.ts';
import { progressText, type Rated } from './progress.ts';

/** Text of the import page. */
export const importMessages = {
  title: 'Import',
  intro:
    'Images from docker save, podman and skopeo archives, and OCI layouts. Files are read and verified locally; nothing is uploaded.',
  drop: 'Drop a .tar, .tar.gz, OCI layout folder, manifest or config, or',
  chooseFile: 'Choose a file…',
  chooseFolder: 'Choose a folder…',

  reading: 'Reading',
  importing: 'Importing',
  ofSize: (bytes: number) => `of ${formatSize(bytes)}`,
  cancel: 'Cancel',
  cancelled: 'Cancelled.',
  importCancelled: 'Cancelled. Imported content is kept.',

  ignored: (count: number) => `Only the first file is imported; ${groupDigits(count)} ignored.`,
  images: 'Images of the archive',
  columns: { image: 'Image', kind: 'Kind', size: 'Size', status: 'Status' },
  otherNames: (names: readonly string[]) => `also ${names.join(', ')}`,
  selectAll: 'Select all',
  selectNone: 'Select none',
  importSelected: (selected: number, total: number) =>
    total === 1 && selected === 1 ? 'Import image' : `Import ${groupDigits(selected)} of ${groupDigits(total)}`,
  chooseAnother: 'Choose another file',
  hasErrors: 'The archive has errors.',
  noValidImage: 'No valid image found.',
  ifErrors: 'If there are errors',
  importValid: 'Import valid images',
  importNothing: 'Import nothing',
  errors: (count: number) => formatCount(count, 'error'),
  more: (count: number) => `and ${groupDigits(count)} more`,

  missing: (count: number) => `${formatCount(count, 'blob')} missing`,
  pin: (count: number) => (count === 1 ? 'Pin' : 'Pin all'),
  pinned: 'pinned',
  importAnother: 'Import another',
  storage: 'Storage',

  archiveHost: 'the archive',
  contentStays: 'Imported content is kept.',
  resume: 'Continue',

  tooManyFiles: (max: number) => ({
    title: 'This folder has too many files',
    why: `An OCI layout has one file per manifest, config and layer; folders with more than ${groupDigits(max)} files are not read.`,
    next: 'Choose the folder that contains index.json and blobs.',
  }),
};

const maxNamedPlatforms = 3;

/** Returns `Image for linux/amd64` or `Index for linux/amd64, linux/arm64, linux/s390x and 3 more`. */
export function kindText({ mediaType, platforms }: Pick<ArchivedImage, 'mediaType' | 'platforms'>): string {
  const kind = kindOf(mediaType);
  if (platforms.length === 0) return kind;
  const named = platforms.slice(0, maxNamedPlatforms).join(', ');
  const more = platforms.length - maxNamedPlatforms;
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

/** Returns an image's name in the archive, or its shortened digest. */
export function imageName({ names: [name], digest }: ArchivedImage): string {
  return name ?? shortDigest(digest);
}

/** Returns the title for lists of images: `app:1 · Image for linux/amd64`. */
export function imageTitle(image: ArchivedImage): string {
  const [name] = image.names;
  return name === undefined ? kindText(image) : `${name} · ${kindText(image)}`;
}

/** Returns what is stored of an image before the import. `tone` is the colour of the text. */
export function importStatus(image: ArchivedImage): {
  readonly text: string;
  readonly tone: 'ok' | 'warn' | 'bad' | '';
} {
  const { broken, missing, here, count } = image;
  if (broken) return { text: 'can’t be imported', tone: 'bad' };
  if (here === count) return { text: 'already cached', tone: 'ok' };
  if (missing > 0) return { text: importMessages.missing(missing), tone: 'warn' };
  return { text: here > 0 ? `${groupDigits(here)} of ${groupDigits(count)} cached` : 'new', tone: '' };
}

/** Explains why an image can't be imported, or what to know before the import; '' if there is nothing. */
export function importNote({
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
    missing > 0 ? 'Some content is missing from the archive; the image is imported without it.' : '',
    foreignCount > 0
      ? `${formatCount(foreignCount, 'foreign layer is', 'foreign layers are')} not in the archive (${named}). The manifest has ${foreignCount === 1 ? 'its' : 'their'} URLs.`
      : '',
    unchecked > 0
      ? `${formatCount(unchecked, 'layer was', 'layers were')} not compared with the config’s diffIDs: this app doesn’t unpack ${unchecked === 1 ? 'it' : 'them'}.`
      : '',
    isSynthesized ? 'The archive has no manifest; one was created the way containerd does.' : '',
  ]
    .filter((note) => note !== '')
    .join(' ');
}

/** Returns `manifest.json isn’t valid: it is not JSON.` */
export function refusalSentence(entry: RefusedEntry): string {
  return `${refusedName(entry)} ${refusalText(entry)}.`;
}

/** Returns the error with the first refused entry added to its explanation. */
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

/** Shortens the digest in a blob's file name. */
function shortName(name: string): string {
  return name.replace(/[0-9a-f]{64,}/, (encoded) => `${encoded.slice(0, 8)}…${encoded.slice(-3)}`);
}

const forms = {
  oci: 'OCI image layout',
  docker: 'docker save archive (before Docker 25)',
  document: 'Single manifest or config',
} satisfies Record<ArchiveResponse['form'], string>;

/** Returns `OCI image layout · 2 images · 45 MB`. */
export function archiveText({ form, images }: ArchiveResponse, bytes: number): string {
  return `${forms[form]} · ${formatCount(images.length, 'image')} · ${formatSize(bytes)}`;
}

const nameFaults: Readonly<Record<string, string>> = {
  parent: 'its name leads out of the archive (..)',
  backslash: 'its name has a backslash. Create the archive again with / as separator',
  control: 'its name has a control character',
  encoding: 'its name is not UTF-8',
  drive: 'its name begins with a drive letter',
  long: 'its name has more than 1,024 characters',
  uppercase: 'its name has uppercase letters, and digests are lowercase. Rename it and save the archive again',
};

/** The predicate of the sentence about a refused entry; `detail` depends on the kind. */
const refusals = {
  name: (detail) => `was skipped: ${nameFaults[detail] ?? 'its name is not safe'}`,
  link: (detail) =>
    `was skipped: it's a link to ${detail === '' ? 'nothing' : detail}, which is not a file in the archive`,
  device: () => "was skipped: it's not a regular file",
  sparse: () => "was skipped: sparse files aren't supported. Create the archive again without tar --sparse",
  duplicate: () => 'was skipped: an earlier entry has the same name',
  mismatch: (detail) => `doesn't match its digest: ${detail}`,
  size: (detail) => `doesn't have the stated size: ${detail}`,
  too_large: (detail) => `is too large: it has ${detail}, and the limit is 4 MiB`,
  too_many: (detail) => `exceeds a limit: ${detail}`,
  unreadable: (detail) => `isn't valid: ${detail}`,
  missing: (detail) => `is missing from the archive: ${detail}`,
  evicted: () => "was evicted during the import: there isn't enough space for the complete image",
  cut: () => 'is truncated. Download or save it again',
  damaged: () => 'is corrupt, and nothing after it was read. Download or save the archive again',
  bomb: () => 'has a compression ratio above 500:1, and was not read further',
} satisfies Record<RefusedEntry['kind'], (detail: string) => string>;

export function refusalText({ kind, detail }: RefusedEntry): string {
  return refusals[kind](detail);
}

/** Returns `45.2 MB of 95.1 MB · 3 of 12 blobs · 38 MB/s`; while listing, `1,204 entries, 12 images` instead of blobs. */
export function importProgressText(progress: Rated<ImportProgress>): string {
  const { entries, images, blobs, bytesPerSecond } = progress;
  const found = entries > 0 ? ` · ${formatCount(entries, 'entry', 'entries')}, ${formatCount(images, 'image')}` : '';
  const what = blobs ? ` · ${groupDigits(blobs.done)} of ${formatCount(blobs.total, 'blob')}` : found;
  const rate = bytesPerSecond === undefined ? '' : ` · ${formatSize(Math.round(bytesPerSecond))}/s`;
  return `${progressText(progress, undefined)}${what}${rate}`;
}

/** Returns the text for screen readers. It changes at each quarter only, to avoid constant announcements. */
export function spokenProgress(verb: string, progress: ImportProgress | undefined): string {
  const quarter = progress?.total ? Math.floor((progress.done / progress.total) * 4) * 25 : 0;
  return quarter === 0 || quarter >= 100 ? verb : `${verb}, ${quarter}%`;
}

/** Describes the result of an import. */
export function resultText({ images, stored, refusedCount }: ImportResponse): string {
  if (images.length === 0) {
    return refusedCount > 0 ? 'Nothing was imported: the archive has errors.' : 'Nothing was imported.';
  }
  const what = `Imported ${formatCount(images.length, 'image')}`;
  if (stored === 0) return `${what}; all content was already cached.`;
  return `${what}; ${formatCount(stored, 'new item')} stored, all digests verified.`;
}
