import type { TarHeader } from 'modern-tar';

/** An entry of a tar as it is met; nothing in it can be trusted. */
export interface TarEntry {
  /** Name as written. */
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'link' | 'device';
  readonly linkName: string;
  /** bytes, as its header says */
  readonly size: number;
  /** The file has holes, which are not in the archive, so the content is not the file. */
  readonly isSparse: boolean;
  /** Offset of its content in the file; undefined if it is unpacked from a stream, and can be opened only once. */
  readonly contentAt: number | undefined;
  /** Opens its content from `offset` on. Read or cancel it before the next entry. */
  open(offset: number): ReadableStream<Uint8Array>;
}

/** Types as POSIX and GNU write them: '0', '7' and NUL are files, 'S' is a sparse one. */
const fileTypes: ReadonlySet<string> = new Set(['0', '7', '\0', 'S']);
const kinds: Readonly<Record<string, TarEntry['kind']>> = { directory: 'directory', symlink: 'symlink', link: 'link' };

/** Describes an entry by its header. An entry of an unknown type is not a file. */
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
