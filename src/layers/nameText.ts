/** Keeps a leading byte order mark: it is part of the name. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const replacement = '\ufffd';

/** Returns a name or path as text: U+FFFD for bytes that are not UTF-8. */
export function decodeName(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** Returns a name or path as text in which `\xNN` is a byte that is not UTF-8, so that different names stay different. */
export function escapeName(bytes: Uint8Array): string {
  const text = decodeName(bytes);
  if (!text.includes(replacement)) return text;
  let escaped = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    escaped += length > 0 ? decodeName(bytes.subarray(at, at + length)) : `\\x${hexByte(bytes[at] ?? 0)}`;
    at += Math.max(1, length);
  }
  return escaped;
}

/** Returns the bytes of a name in hexadecimal if it is not UTF-8, else undefined. */
export function invalidNameHex(bytes: Uint8Array): string | undefined {
  if (escapeName(bytes) === decodeName(bytes)) return undefined;
  let hex = '';
  for (const byte of bytes) hex += hexByte(byte);
  return hex;
}

/** Returns the length of the UTF-8 sequence at an offset (RFC 3629, section 4), or 0 if the bytes are not one. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  const second = bytes[at + 1] ?? 0;
  // Overlong forms, surrogates, and code points above U+10FFFF.
  if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f)) return 0;
  if ((first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f)) return 0;
  for (let next = at + 1; next < at + length; next++) if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
