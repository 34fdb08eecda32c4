import { type ImportProgress, maxManifestBytes } from '../oci/index.ts';
import { entryName, linkTarget, nameFault } from './entryName.ts';
import type { Compression } from './layerForm.ts';
import { openTar } from './openTar.ts';
import { readEntry } from './readEntry.ts';
import { asFault, faultIn, faultOf, Refusals } from './refusal.ts';
import type { TarEntry } from './tarEntry.ts';

/** A file of an archive, below its root. */
export interface ArchiveFile {
  readonly size: number;
  readonly compression: Compression;
}

/** Contents of an archive, by normalized names. */
export interface ArchiveIndex {
  readonly files: ReadonlyMap<string, ArchiveFile>;
  /** Symbolic and hard links to files of the archive, each with the file that it resolves to. */
  readonly links: ReadonlyMap<string, string>;
  /** Complete files that look like documents of images. */
  readonly documents: ReadonlyMap<string, Uint8Array>;
  readonly refusals: Refusals;
}

export interface ReadIndexOptions {
  readonly onProgress: (progress: ImportProgress) => void;
  readonly signal: AbortSignal;
}

const maxEntries = 200_000;
/** Limit for all documents together, which are held in memory. */
const maxDocumentBytes = 2 ** 26;
/** Limit for links to links: programs that write archives make none. */
const maxLinkSteps = 8;
const topDocuments: ReadonlySet<string> = new Set(['index.json', 'manifest.json', 'oci-layout']);
/** Keys of manifests, indexes and configs; an SBOM has none of them. */
const tellingKeys = /"(?:schemaVersion|rootfs|manifests|layers|fsLayers)"/;

/**
 * Reads an archive once: its entries, refusals, and the documents that describe its images. A fault on the way is a
 * refusal, and entries before it are used.
 * @throws AppError invalid_argument (unsupported) if it is not a tar; the signal's reason
 */
export async function readIndex(file: Blob, { onProgress, signal }: ReadIndexOptions): Promise<ArchiveIndex> {
  const files = new Map<string, ArchiveFile>();
  const links = new Map<string, { readonly target: string; readonly text: string }>();
  const documents = new Map<string, Uint8Array>();
  const refusals = new Refusals();
  let [fileBytes, documentBytes, count, images, last, taken] = [0, 0, 0, 0, '', ''];

  async function take(entry: TarEntry, name: string): Promise<void> {
    let read = 0;
    const { compression, document } = await readEntry(entry, {
      onBytes: (bytes) => {
        read += bytes;
        report(name, entry.contentAt === undefined ? fileBytes : entry.contentAt + read);
      },
      signal,
    });
    files.set(name, { size: entry.size, compression });
    if (topDocuments.has(name) && entry.size > maxManifestBytes) refusals.add('too_large', name, `${entry.size} bytes`);
    const text = document && new TextDecoder('latin1').decode(document);
    if (!document || !(topDocuments.has(name) || tellingKeys.test(text ?? ''))) return;
    if (text?.includes('"rootfs"')) images++;
    documentBytes += document.length;
    if (documentBytes <= maxDocumentBytes || topDocuments.has(name)) documents.set(name, document);
    else refusals.add('too_many', name, `the documents before it take up ${maxDocumentBytes / 2 ** 20} MiB`);
  }

  function report(entry: string, bytes: number): void {
    onProgress({ done: bytes, total: file.size, entry, entries: count, images });
  }

  const reading = openTar(file, (bytes) => {
    fileBytes = bytes;
  });
  try {
    for await (const entry of reading) {
      signal.throwIfAborted();
      last = entry.name;
      if (count >= maxEntries) {
        refusals.add('too_many', entry.name, `it is behind the first ${maxEntries} entries`);
        break;
      }
      count++;
      const name = acceptedName(entry, { files, links }, refusals);
      taken = name ?? '';
      if (name === undefined) continue;
      report(name, entry.contentAt ?? fileBytes);
      if (entry.kind === 'file')
        await take(entry, name).catch((error: unknown) => Promise.reject(faultIn(error, last)));
      else {
        const target = entry.kind === 'link' ? entryName(entry.linkName) : linkTarget(name, entry.linkName);
        links.set(name, { target: target ?? '', text: entry.linkName });
      }
    }
  } catch (error) {
    const known = asFault(error, last);
    const fault = faultOf(known);
    if (!fault) throw known;
    // Its content is incomplete.
    if (fault.name === last) files.delete(taken);
    refusals.add(fault.kind, fault.name);
  }
  const followed = new Map<string, string>();
  for (const [name, { target, text }] of links) {
    let end = target;
    for (let step = 1; step < maxLinkSteps && !files.has(end); step++) end = links.get(end)?.target ?? '';
    if (files.has(end)) followed.set(name, end);
    else refusals.add('link', name, text);
  }
  return { files, links: followed, documents, refusals };
}

/** Resolves a name to a file of the archive, following links; undefined if it does not exist. */
export function fileNamed({ files, links }: Pick<ArchiveIndex, 'files' | 'links'>, text: string): string | undefined {
  const name = entryName(text) ?? '';
  return files.has(name) ? name : links.get(name);
}

/** Returns the name of a file or symbolic link to read; undefined if it is refused or of no interest. */
function acceptedName(
  entry: TarEntry,
  { files, links }: { readonly files: ReadonlyMap<string, unknown>; readonly links: ReadonlyMap<string, unknown> },
  refusals: Refusals,
): string | undefined {
  const name = entryName(entry.name);
  if (name === undefined) return void refusals.add('name', entry.name, nameFault(entry.name));
  if (entry.kind === 'directory' || name === '') return undefined;
  if (entry.kind === 'device') return void refusals.add('device', entry.name);
  if (entry.isSparse) return void refusals.add('sparse', entry.name);
  if (/^blobs\/[^/]+\/[0-9a-f]*[A-F]/.test(name)) return void refusals.add('name', entry.name, 'uppercase');
  if (files.has(name) || links.has(name)) return void refusals.add('duplicate', entry.name);
  return name;
}
