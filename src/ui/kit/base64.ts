/** Decodes base64 or base64url, with or without padding, ignoring line ends; undefined if the text is neither. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const solid = text.replace(/[\r\n]+/g, '');
  if (!isBase64(solid)) return undefined;
  const binary = atob(solid.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** Reports whether a text is base64 or base64url; false for hex, which would be valid base64 too. */
export function isBase64(text: string): boolean {
  const body = text.endsWith('==') ? text.slice(0, -2) : text.endsWith('=') ? text.slice(0, -1) : text;
  if (body.length % 4 === 1 || (body !== text && text.length % 4 !== 0) || isHex(text)) return false;
  return !/[^A-Za-z0-9+/_-]/.test(body);
}

/** Reports whether a text is hex, such as a digest or an ID. */
function isHex(text: string): boolean {
  return text.length >= 32 && !/[^0-9a-fA-F]/.test(text);
}
