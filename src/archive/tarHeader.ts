const block = 512;
/** The largest number of eleven octal digits. */
const maxOctal = 0o77777777777;
const nameBytes = 100;
const prefixBytes = 155;

/**
 * Returns the bytes before an entry's content: its header, preceded by a pax header if ustar has no room (POSIX.1-2017,
 * pax).
 */
export function tarHeader(name: string, size: number): Uint8Array {
  const isFolder = name.endsWith('/');
  const place = placeOf(name);
  const records = [
    ...(place ? [] : [paxRecord('path', name)]),
    ...(size > maxOctal ? [paxRecord('size', String(size))] : []),
  ].join('');
  const header = headerBlock({
    ...(place ?? { name: name.slice(-nameBytes), prefix: '' }),
    size: size > maxOctal ? 0 : size,
    mode: isFolder ? 0o755 : 0o644,
    type: isFolder ? '5' : '0',
  });
  if (records === '') return header;
  const body = new TextEncoder().encode(records);
  const pax = headerBlock({
    name: `PaxHeaders/${name.slice(-80)}`,
    prefix: '',
    size: body.length,
    mode: 0o644,
    type: 'x',
  });
  const bytes = new Uint8Array(block + padded(body.length) + block);
  bytes.set(pax);
  bytes.set(body, block);
  bytes.set(header, bytes.length - block);
  return bytes;
}

/** Returns the padding after `size` bytes, up to the next block. */
export function tarPadding(size: number): Uint8Array {
  return new Uint8Array(padded(size) - size);
}

/** Two empty blocks (POSIX.1-2017, ustar). */
export const tarEnd = new Uint8Array(2 * block);

function padded(size: number): number {
  return Math.ceil(size / block) * block;
}

/** Splits a name so that ustar has room for both parts; undefined if it has none. */
function placeOf(name: string): { readonly name: string; readonly prefix: string } | undefined {
  if (name.length <= nameBytes) return { name, prefix: '' };
  const slash = name.lastIndexOf('/');
  const [prefix, rest] = [name.slice(0, slash), name.slice(slash + 1)];
  return prefix.length <= prefixBytes && rest.length <= nameBytes ? { name: rest, prefix } : undefined;
}

/** Returns `length key=value`, where the length includes itself. */
function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = rest.length;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return `${length}${rest}`;
}

/** Writes no owner and no time, so that the same content gives the same bytes. Names are ASCII. */
function headerBlock(entry: {
  readonly name: string;
  readonly prefix: string;
  readonly size: number;
  readonly mode: number;
  readonly type: string;
}): Uint8Array {
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  const bytes = new Uint8Array(block);
  const write = (at: number, text: string) => new TextEncoder().encodeInto(text, bytes.subarray(at));
  write(0, entry.name);
  write(100, octal(entry.mode, 7));
  write(108, octal(0, 7));
  write(116, octal(0, 7));
  write(124, octal(entry.size, 11));
  write(136, octal(0, 11));
  // The checksum is computed with blanks in its own field.
  write(148, ' '.repeat(8));
  write(156, entry.type);
  write(257, 'ustar\x0000');
  write(329, octal(0, 7));
  write(337, octal(0, 7));
  write(345, entry.prefix);
  write(
    148,
    `${octal(
      bytes.reduce((sum, byte) => sum + byte, 0),
      6,
    )} `,
  );
  return bytes;
}
