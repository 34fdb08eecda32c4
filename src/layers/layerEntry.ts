/** One entry of a layer, as its header or table of contents describes it. Names are bytes, as written. */
export interface LayerEntry {
  name: Uint8Array;
  /** Position in `entryTypes`. */
  type: number;
  /** As written: 12 permission bits, and file types of old writers above them. */
  mode: number;
  uid: number;
  gid: number;
  user: Uint8Array;
  group: Uint8Array;
  /** Size of the file, holes included. */
  size: number;
  /** Bytes of content in the tar, without a map of holes. */
  storedSize: number;
  /** Offset of the content in the tar. */
  contentAt: number;
  /** Seconds, and nanoseconds that are added to them. */
  mtime: number;
  nanoseconds: number;
  link: Uint8Array;
  major: number;
  minor: number;
  /** Extended attributes by name, as bytes; absent without any. */
  xattrs: readonly (readonly [name: Uint8Array, value: Uint8Array])[] | undefined;
  /** Decimal offset and length of each stored part of a file with holes, separated by commas; absent without holes. */
  sparseMap: Uint8Array | undefined;
}

/** An extended attribute: its name, and its value, which is often binary. */
export interface Xattr {
  readonly name: string;
  readonly value: Uint8Array;
}

/** Bytes of a length before a name or value. */
const lengthBytes = 4;

/** Encodes extended attributes: for each, name and value, with the length of each in 4 bytes (big endian). */
export function encodeXattrs(xattrs: readonly (readonly [Uint8Array, Uint8Array])[]): Uint8Array {
  const fields = xattrs.flat();
  const bytes = new Uint8Array(fields.reduce((sum, field) => sum + field.length + lengthBytes, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const field of fields) {
    view.setUint32(at, field.length);
    bytes.set(field, at + lengthBytes);
    at += lengthBytes + field.length;
  }
  return bytes;
}

/** Decodes what `encodeXattrs` returns; ends early if the bytes are cut. */
export function decodeXattrs(bytes: Uint8Array, decode: (name: Uint8Array) => string): readonly Xattr[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const fields: Uint8Array[] = [];
  for (let at = 0; at + lengthBytes <= bytes.length; ) {
    const from = at + lengthBytes;
    at = from + view.getUint32(at);
    if (at > bytes.length) break;
    fields.push(bytes.subarray(from, at));
  }
  return Array.from({ length: Math.floor(fields.length / 2) }, (_, pair) => ({
    name: decode(fields[pair * 2] ?? bytes),
    value: fields[pair * 2 + 1] ?? bytes,
  }));
}
