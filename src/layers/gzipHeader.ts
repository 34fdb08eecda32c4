/** Bits of the flag byte (RFC 1952, section 2.3.1). */
const [checksum, extra, name, comment] = [0x02, 0x04, 0x08, 0x10];
/** Bytes of a header's own checksum: the low half of its CRC-32. */
export const headerChecksumBytes = 2;
const fixedBytes = 10;

/**
 * Returns the length of a gzip member's header, undefined if the bytes end before it does. The first bytes alone can show that it
 * is `invalid`. Reserved flags are ignored, as Go does.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1952#section-2.3
 */
export function gzipHeaderLength(bytes: Uint8Array): number | undefined | 'invalid' {
  const flags = bytes[3] ?? 0;
  const isWrong = [0x1f, 0x8b, 0x08].some((byte, at) => at < bytes.length && bytes[at] !== byte);
  if (isWrong) return 'invalid';
  let at = fixedBytes;
  if (flags & extra) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const text of [name, comment]) {
    if (!(flags & text)) continue;
    const end = at < bytes.length ? bytes.indexOf(0, at) : -1;
    if (end < 0) return undefined;
    at = end + 1;
  }
  if (hasHeaderChecksum(bytes)) at += headerChecksumBytes;
  return at <= bytes.length ? at : undefined;
}

/** Reports whether a header ends with its own checksum. */
export function hasHeaderChecksum(header: Uint8Array): boolean {
  return ((header[3] ?? 0) & checksum) !== 0;
}
