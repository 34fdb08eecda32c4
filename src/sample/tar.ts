/** A member of a layer. `path` has no leading slash; directories end in `/`. Modes have only the permission bits. */
export interface TarEntry {
  readonly path: string;
  /** Default 0o755 for directories, 0o777 for links, 0o644 otherwise. */
  readonly mode?: number;
  /** The content of a file; a text is written as UTF-8. */
  readonly content?: string | Uint8Array;
  /** Makes it a symbolic link. */
  readonly linkTo?: string;
}

const blockBytes = 512;
const encoder = new TextEncoder();

/**
 * Builds a ustar archive (POSIX.1-1988) of these entries in this order, owned by root, all with one time: the same entries always
 * result in the same bytes. Names have up to 100 bytes.
 *
 * @throws RangeError if a name or link is longer
 */
export function buildTar(entries: readonly TarEntry[], mtimeSeconds: number): Uint8Array {
  const blocks = entries.flatMap((entry) => {
    const content =
      typeof entry.content === 'string' ? encoder.encode(entry.content) : (entry.content ?? new Uint8Array());
    return [formatHeader(entry, content.length, mtimeSeconds), pad(content)];
  });
  return concat([...blocks, new Uint8Array(2 * blockBytes)]);
}

function formatHeader(entry: TarEntry, size: number, mtimeSeconds: number): Uint8Array {
  const type = entry.linkTo !== undefined ? '2' : entry.path.endsWith('/') ? '5' : '0';
  const mode = entry.mode ?? { '0': 0o644, '2': 0o777, '5': 0o755 }[type];
  const header = new Uint8Array(blockBytes);
  const write = (offset: number, length: number, text: string) => {
    const bytes = encoder.encode(text);
    if (bytes.length > length) throw new RangeError(`"${text}" is longer than the ${length} bytes of its tar field`);
    header.set(bytes, offset);
  };
  write(0, 100, entry.path);
  write(100, 8, octal(mode, 7));
  write(108, 8, octal(0, 7));
  write(116, 8, octal(0, 7));
  write(124, 12, octal(size, 11));
  write(136, 12, octal(mtimeSeconds, 11));
  write(148, 8, ' '.repeat(8));
  write(156, 1, type);
  write(157, 100, entry.linkTo ?? '');
  write(257, 8, 'ustar\u000000');
  const sum = header.reduce((total, byte) => total + byte, 0);
  write(148, 8, `${octal(sum, 6)}\u0000 `);
  return header;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

function pad(content: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil(content.length / blockBytes) * blockBytes);
  padded.set(content);
  return padded;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const archive = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    archive.set(part, offset);
    offset += part.length;
  }
  return archive;
}
