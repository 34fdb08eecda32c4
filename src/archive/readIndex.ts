import type { Digest } from '../oci/index.ts';
import { entryName, linkTarget } from './entryName.ts';
import type { Compression } from './layerForm.ts';
import { openTar } from './openTar.ts';
import { documentLimitBytes, readEntry } from './readEntry.ts';
import { asFault, faultIn, faultOf, Refusals } from './refusal.ts';
import type { TarEntry } from './tarEntry.ts';

/** A file of an archive, below its root. */
export interface ArchiveFile {
  readonly size: number;
  readonly compression: Compression;
  /** Where it had to be hashed to be known. */
  readonly digest?: Digest | undefined;
}

/** What an archive holds, by normalised names. */
export interface ArchiveIndex {
  readonly files: ReadonlyMap<string, ArchiveFile>;
  /** Symbolic links and where they lead, which need not be there. */
  readonly links: ReadonlyMap<string, string>;
  /** Whole files that look like documents of images. */
  readonly documents: ReadonlyMap<string, Uint8Array>;
  readonly refusals: Refusals;
}

/** How far the reading of a file is. */
export interface ReadProgress {
  /** Of the file, which may be compressed. */
  readonly bytes: number;
  readonly total: number;
  /** Where it is now. */
  readonly entry: string;
}

export interface ReadIndexOptions {
  readonly onProgress: (progress: ReadProgress) => void;
  readonly signal: AbortSignal;
}

const mostEntries = 20_000;
const mostDocumentBytes = 32 * 2 ** 20;
const topDocuments: ReadonlySet<string> = new Set(['index.json', 'manifest.json', 'oci-layout']);
/** What manifests, indexes and configs have in them; an SBOM has none of them. */
const tellingKeys = /"(?:schemaVersion|rootfs|manifests|layers|fsLayers)"/;

/**
 * Goes through an archive once: what is in it, what is refused, and the documents that say what it means. Whatever goes
 * wrong on the way is a refusal, and what came before counts.
 *
 * @throws AppError invalid_argument (unsupported) where it is no tar; the signal's reason
 */
export async function readIndex(file: Blob, { onProgress, signal }: ReadIndexOptions): Promise<ArchiveIndex> {
  const files = new Map<string, ArchiveFile>();
  const links = new Map<string, string>();
  const documents = new Map<string, Uint8Array>();
  const refusals = new Refusals();
  let [fileBytes, documentBytes, count, last] = [0, 0, 0, ''];

  async function take(entry: TarEntry, name: string): Promise<void> {
    let read = 0;
    const { compression, document, digest } = await readEntry(entry, {
      hashesCompressed: !name.startsWith('blobs/'),
      onBytes: (bytes) => {
        read += bytes;
        tell(name, entry.contentAt === undefined ? fileBytes : entry.contentAt + read);
      },
      signal,
    });
    files.set(name, { size: entry.size, compression, digest });
    if (topDocuments.has(name) && entry.size > documentLimitBytes) refusals.add('too_large', name);
    if (!document || !(topDocuments.has(name) || tellingKeys.test(new TextDecoder('latin1').decode(document)))) return;
    documentBytes += document.length;
    if (documentBytes <= mostDocumentBytes) documents.set(name, document);
    else refusals.add('too_many', name, 'more documents than are held');
  }

  function tell(entry: string, bytes: number): void {
    onProgress({ bytes, total: file.size, entry });
  }

  const reading = openTar(file, (bytes) => {
    fileBytes = bytes;
  });
  try {
    for await (const entry of reading) {
      signal.throwIfAborted();
      last = entry.name;
      if (++count > mostEntries) {
        refusals.add('too_many', entry.name, 'more entries than are read');
        break;
      }
      const name = judge(entry, { files, links }, refusals);
      if (name === undefined) continue;
      tell(name, entry.contentAt ?? fileBytes);
      if (entry.kind === 'file')
        await take(entry, name).catch((error: unknown) => Promise.reject(faultIn(error, last)));
      else links.set(name, linkTarget(name, entry.linkName) ?? '');
    }
  } catch (error) {
    const known = asFault(error, last);
    const fault = faultOf(known);
    if (!fault) throw known;
    // Its content is not all there.
    const name = entryName(fault.name);
    if (fault.kind === 'cut' && name !== undefined) files.delete(name);
    refusals.add(fault.kind, fault.name);
  }
  for (const [name, target] of links) {
    if (!files.has(target)) refusals.add('link', name, target === '' ? '' : `leads to ${target}`);
  }
  return { files, links, documents, refusals };
}

/** The name of a file or symbolic link that is taken; undefined of what is refused or of no interest. */
function judge(
  entry: TarEntry,
  { files, links }: { readonly files: ReadonlyMap<string, unknown>; readonly links: ReadonlyMap<string, unknown> },
  refusals: Refusals,
): string | undefined {
  const name = entryName(entry.name);
  if (name === undefined) return void refusals.add('name', entry.name);
  if (entry.kind === 'directory' || name === '') return undefined;
  if (entry.kind === 'device') return void refusals.add('device', entry.name);
  if (entry.kind === 'link') return void refusals.add('link', entry.name, `leads to ${entry.linkName}`);
  if (entry.isSparse) return void refusals.add('sparse', entry.name);
  if (files.has(name) || links.has(name)) return void refusals.add('duplicate', entry.name);
  return name;
}
