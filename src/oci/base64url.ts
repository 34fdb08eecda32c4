/**
 * Decodes unpadded base64url text as libtrust's `joseBase64UrlDecode` does: correct padding is allowed and line ends are
 * ignored. Returns undefined for any other text.
 */
export function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  const remainder = text.length % 4;
  if (remainder === 1) return undefined;
  const padded = `${text}${'='.repeat((4 - remainder) % 4)}`.replace(/[\r\n]/g, '');
  const body = padded.endsWith('==') ? padded.slice(0, -2) : padded.endsWith('=') ? padded.slice(0, -1) : padded;
  if (padded.length % 4 !== 0 || /[^A-Za-z0-9_-]/.test(body)) return undefined;
  const binary = atob(body.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** Divisible by three, so that pieces join without padding, and small enough for the arguments of one call. */
const pieceBytes = 0x6000;

/** Encodes bytes as unpadded base64url text (RFC 7515 §2). */
export function encodeBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    text += btoa(String.fromCharCode(...bytes.subarray(start, start + pieceBytes)));
  }
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
