const replacement = 0xfffd;
const chunk = 8192;
/** Code units of short strings, so that a document of many keys needs no array for each. */
const scratch = new Uint16Array(64);
const escapes: ReadonlyMap<number, number> = new Map([
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
]);

/**
 * Decodes the text between a string's quotes as Go's `unquote` does: each byte that is not UTF-8 and each lone surrogate becomes
 * one U+FFFD. TextDecoder does not fit: it replaces a cut sequence with one U+FFFD, Go with one for each byte.
 */
export function unquoteJson(bytes: Uint8Array, start: number, end: number): string {
  const units = end - start <= scratch.length ? scratch : new Uint16Array(end - start);
  let count = 0;
  let at = start;
  while (at < end) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x5c) {
      const [unit, low, length] = readEscape(bytes, at, end);
      units[count++] = unit;
      if (low !== 0) units[count++] = low;
      at += length;
    } else if (byte < 0x80) {
      units[count++] = byte;
      at++;
    } else {
      const length = sequenceLength(bytes, at, end);
      const point = length === 1 ? replacement : codePoint(bytes, at, length);
      if (point > 0xffff) {
        units[count++] = 0xd800 + ((point - 0x10000) >> 10);
        units[count++] = 0xdc00 + ((point - 0x10000) & 0x3ff);
      } else units[count++] = point;
      at += length;
    }
  }
  let text = '';
  if (units === scratch) {
    for (let index = 0; index < count; index++) text += String.fromCharCode(units[index] ?? 0);
    return text;
  }
  for (let from = 0; from < count; from += chunk) {
    text += String.fromCharCode(...units.subarray(from, Math.min(count, from + chunk)));
  }
  return text;
}

/** Reads an escape: its code unit, a second one for a surrogate pair (else 0), and its length in bytes. */
function readEscape(bytes: Uint8Array, at: number, end: number): readonly [number, number, number] {
  const byte = bytes[at + 1] ?? 0;
  if (byte !== 0x75) return [escapes.get(byte) ?? byte, 0, 2];
  const unit = readUnit(bytes, at + 2);
  if (unit < 0xd800 || unit > 0xdfff) return [unit, 0, 6];
  if (unit < 0xdc00 && at + 12 <= end && bytes[at + 6] === 0x5c && bytes[at + 7] === 0x75) {
    const low = readUnit(bytes, at + 8);
    if (low >= 0xdc00 && low <= 0xdfff) return [unit, low, 12];
  }
  return [replacement, 0, 6];
}

function readUnit(bytes: Uint8Array, at: number): number {
  let unit = 0;
  for (let index = at; index < at + 4; index++) {
    const byte = bytes[index] ?? 0;
    unit = unit * 16 + (byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57);
  }
  return unit;
}

/** Returns the length of the UTF-8 sequence at `at` (Unicode, table 3-7); 1 if it is not valid. */
function sequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0xc2 || first > 0xf4 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (length === 1 || at + length > end) return 1;
  const second = bytes[at + 1] ?? 0;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 1;
  for (let index = at + 2; index < at + length; index++) if (((bytes[index] ?? 0) & 0xc0) !== 0x80) return 1;
  return length;
}

function codePoint(bytes: Uint8Array, at: number, length: number): number {
  let point = (bytes[at] ?? 0) & (0xff >> (length + 1));
  for (let index = at + 1; index < at + length; index++) point = (point << 6) | ((bytes[index] ?? 0) & 0x3f);
  return point;
}
