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

/** Reads from what a header says, by the library's names. */
export function describeEntry(header: TarHeader): Omit<TarEntry, 'contentAt' | 'open'> {
  const { name, size, type = 'file', linkname = '', pax = {} } = header;
  return {
    name,
    kind: kinds[type] ?? 'device',
    linkName: linkname,
    size,
    isSparse: Object.keys(pax).some((key) => key.startsWith('GNU.sparse.')),
  };
}

const kinds: Readonly<Record<string, TarEntry['kind']>> = {
  file: 'file',
  directory: 'directory',
  symlink: 'symlink',
  link: 'link',
};
