import type { Provider } from '../content/index.ts';
import type { Digest, NamedReference } from '../oci/index.ts';
import {
  blobPath,
  dockerManifest,
  type LayoutEntry,
  type LayoutImage,
  layoutIndex,
  layoutMarker,
} from './layoutDocuments.ts';
import { tarEnd, tarHeader, tarPadding } from './tarHeader.ts';
import { verifiedContent } from './verifiedContent.ts';

export interface LayoutPart {
  readonly digest: Digest;
  /** bytes, as stored */
  readonly size: number;
}

export interface LayoutOptions {
  readonly root: LayoutEntry;
  /** Referrers, listed after the root. Their content is among the parts. */
  readonly referrers?: readonly LayoutEntry[] | undefined;
  /** Name of the root; without a tag it has none. */
  readonly name?: NamedReference | undefined;
  /** The only plain image, if there is exactly one. */
  readonly image?: LayoutImage | undefined;
  /** All content, including the root. */
  readonly parts: readonly LayoutPart[];
}

/** An OCI image layout in a tar, before any byte of it is read. */
export interface LayoutArchive {
  /** Exact length of the file. */
  readonly lengthBytes: number;
  /**
   * Yields the file piece by piece; holds two pieces. Its content alone determines its bytes: no owner, no time, names in
   * order.
   * @throws AppError not_found, data_loss (corrupt), `detail.digest` which: the bytes yielded so far are not a complete
   * file
   */
  write(store: Provider): AsyncGenerator<Uint8Array, void>;
}

/** An entry: a generated document, a folder, or content. */
type Entry = { readonly name: string } & ({ readonly bytes: Uint8Array } | { readonly part: LayoutPart });

/** Documents that describe the file come first, so that a streaming reader knows how to treat the rest. */
export function layoutArchive({ root, referrers = [], name, image, parts }: LayoutOptions): LayoutArchive {
  const sorted = (entries: readonly LayoutEntry[]) =>
    entries.toSorted((one, other) => compare(one.digest, other.digest));
  const entries: readonly Entry[] = [
    document('oci-layout', layoutMarker),
    document('index.json', layoutIndex(root, sorted(referrers), name)),
    ...(image ? [document('manifest.json', dockerManifest(image, name))] : []),
    ...contentEntries(parts),
  ];
  return {
    lengthBytes: entries.reduce((sum, entry) => sum + entryBytes(entry), tarEnd.length),
    write: async function* (store) {
      for (const entry of entries) {
        const size = sizeOf(entry);
        yield tarHeader(entry.name, size);
        if ('part' in entry) yield* verifiedContent(store, entry.part);
        else if (size > 0) yield entry.bytes;
        const padding = tarPadding(size);
        if (padding.length > 0) yield padding;
      }
      yield tarEnd;
    },
  };
}

/** Returns each part once, preceded by its folders. */
function contentEntries(parts: readonly LayoutPart[]): readonly Entry[] {
  const byPath = new Map(parts.map((part): [string, LayoutPart] => [blobPath(part.digest), part]));
  const folders = [...byPath.keys()].map((path) => path.slice(0, path.lastIndexOf('/') + 1));
  const entries: Entry[] = ['blobs/', ...new Set(folders)].map((path) => document(path, ''));
  for (const [name, part] of byPath) entries.push({ name, part });
  return entries.sort((one, other) => compare(one.name, other.name));
}

function document(name: string, text: string): Entry {
  return { name, bytes: new TextEncoder().encode(text) };
}

function sizeOf(entry: Entry): number {
  return 'part' in entry ? entry.part.size : entry.bytes.length;
}

function entryBytes(entry: Entry): number {
  const size = sizeOf(entry);
  return tarHeader(entry.name, size).length + size + tarPadding(size).length;
}

/** Compares by code units, which is the same everywhere. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
