import type { TarHeader } from 'modern-tar';

/** An entry of a tar as it is met: everything in it may be a lie. */
export interface TarEntry {
  /** As written. */
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'link' | 'device';
  readonly linkName: string;
  /** bytes, as its header says */
  readonly size: number;
  /** Its content has holes that are not written: what is there is not the file. */
  readonly isSparse: boolean;
  /** Where its content begins in the file; undefined where that is unpacked on the way, and can be opened but once. */
  readonly contentAt: number | undefined;
  /** What it holds from `offset` on. To be read, or cancelled, before the next entry is asked for. */
  open(offset: number): ReadableStream<Uint8Array>;
}

/** Types as POSIX and GNU write them: '0', '7' and NUL are files, 'S' is a sparse one. */
const fileTypes: ReadonlySet<string> = new Set(['0', '7', '\0', 'S']);
const kinds: Readonly<Record<string, TarEntry['kind']>> = { directory: 'directory', symlink: 'symlink', link: 'link' };

/** What a header says. What is of a type that nobody knows is no file. */
export function describeEntry(header: TarHeader, type: string): Omit<TarEntry, 'contentAt' | 'open'> {
  const { name, size, linkname = '', pax = {} } = header;
  return {
    name,
    kind: kinds[header.type ?? ''] ?? (fileTypes.has(type) ? 'file' : 'device'),
    linkName: linkname,
    size,
    isSparse: type === 'S' || Object.keys(pax).some((key) => key.startsWith('GNU.sparse.')),
  };
}
