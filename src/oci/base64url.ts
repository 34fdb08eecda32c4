/**
 * The bytes of unpadded base64url text as libtrust's `joseBase64UrlDecode` reads it (padding allowed where it fits,
 * line ends ignored); undefined where it is not that.
 */
export function decodeBase64Url(text: string): Uint8Array | undefined {
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
