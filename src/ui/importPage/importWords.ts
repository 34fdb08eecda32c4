import type { ArchivedImage, ArchiveFacts, ImportFacts, RefusedEntry } from '../../api/index.ts';
import { isConfigType, isIndexType, isManifestType } from '../../oci/index.ts';
import { formatCount, formatSize, groupDigits, shortDigest } from '../format.ts';
import type { IconName } from '../iconShapes.ts';
import type { Progress } from './importRun.ts';

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

/** How an image stands before it is imported. `tone` is its colour; the words say it all. */
export function standingText(image: ArchivedImage): {
  readonly text: string;
  readonly tone: 'ok' | 'warn' | 'bad' | '';
} {
  const { broken, missing, here, count } = image;
  if (broken) return { text: 'not whole', tone: 'bad' };
  if (here === count) return { text: 'here already', tone: 'ok' };
  if (missing > 0) return { text: `${formatCount(missing, 'blob')} missing`, tone: 'warn' };
  return { text: here > 0 ? `${groupDigits(here)} of ${groupDigits(count)} here` : 'new', tone: '' };
}

/** Why an image is not whole, or what else there is to say of it; '' where there is nothing. */
export function standingNote({ broken, missing, isMade }: ArchivedImage): string {
  if (broken?.name === '') {
    return missing > 0
      ? `${formatCount(missing, 'blob is', 'blobs are')} missing, and something of the archive is refused.`
      : `It ${refusalText(broken)}.`;
  }
  if (broken) return `${shortName(broken.name)}: ${refusalText(broken)}`;
  if (missing > 0) return 'The archive leaves them out: the image is imported without them, and its tree shows which.';
  return isMade ? 'The archive has no manifest: one was made here, as containerd makes it.' : '';
}

/** Blobs are named by their digests. */
function shortName(name: string): string {
  return name.replace(/[0-9a-f]{64,}/, (encoded) => `${encoded.slice(0, 8)}…${encoded.slice(-3)}`);
}

const forms = {
  oci: 'OCI image layout',
  docker: 'Saved by docker, in the form before version 25',
  document: 'One document',
} satisfies Record<ArchiveFacts['form'], string>;

/** `OCI image layout · 2 images · 45 MB`. */
export function archiveText({ form, images }: ArchiveFacts, bytes: number): string {
  return `${forms[form]} · ${formatCount(images.length, 'image')} · ${formatSize(bytes)}`;
}

const refusals = {
  name: 'its name leads out of the archive, or is none',
  link: 'a link that is not followed',
  device: 'no file, but a device or the like',
  sparse: 'a file with holes, of which only parts are there',
  duplicate: 'the same name was there before; the first counts',
  mismatch: 'its bytes are not those that the digest names',
  size: 'its size is not the one that is stated',
  too_large: 'larger than 4 MiB, the most that a document may be',
  too_many: 'the archive has more of these than are read',
  unreadable: 'it cannot be read as what it is to be',
  missing: 'it is named and not in the archive',
  cut: 'the archive ends in the middle of it',
  damaged: 'the archive is damaged here; what comes after is not read',
  bomb: 'it unpacks to far more than any archive of images does',
} satisfies Record<RefusedEntry['kind'], string>;

export function refusalText({ kind, detail }: RefusedEntry): string {
  return detail === '' ? refusals[kind] : `${refusals[kind]} (${detail})`;
}

/** `45.2 MB of 95.1 MB · 3 of 12 blobs · 38 MB/s`. */
export function progressText({ bytes, total, blobs, ofBlobs, bytesPerSecond }: Progress): string {
  const done = ofBlobs > 0 ? ` · ${groupDigits(blobs)} of ${formatCount(ofBlobs, 'blob')}` : '';
  const rate = bytesPerSecond === undefined ? '' : ` · ${formatSize(Math.round(bytesPerSecond))}/s`;
  return `${formatSize(bytes)} of ${formatSize(total)}${done}${rate}`;
}

/** Said aloud, a quarter at a time. */
export function spokenProgress(verb: string, progress: Progress | undefined): string {
  const quarter = progress?.total ? Math.floor((progress.bytes / progress.total) * 4) * 25 : 0;
  return quarter === 0 || quarter >= 100 ? verb : `${verb}, ${quarter} %`;
}

/** What an import came to. */
export function resultText({ images, stored, refusedCount }: ImportFacts): string {
  if (images.length === 0) {
    return refusedCount > 0
      ? 'Nothing was imported, since something is refused. What was here before is as it was.'
      : 'Nothing was imported.';
  }
  const what = `Imported ${formatCount(images.length, 'image')}`;
  if (stored === 0) return `${what}: all of it was here already.`;
  return `${what}: ${formatCount(stored, 'document or layer was', 'documents and layers were')} stored, each proven by its digest.`;
}
