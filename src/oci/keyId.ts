const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const idBytes = 30;

/**
 * Formats libtrust's fingerprint of a key (key.go, `keyIDFromCryptoKey`) from the SHA-256 of its DER SubjectPublicKeyInfo: the
 * first 240 bits in base32, in groups of four: `ABCD:EFGH:…`.
 */
export function formatKeyId(sha256: Uint8Array): string {
  let text = '';
  let bits = 0;
  let count = 0;
  for (const byte of sha256.subarray(0, idBytes)) {
    bits = (bits << 8) | byte;
    for (count += 8; count >= 5; ) {
      count -= 5;
      text += alphabet[(bits >> count) & 31];
    }
    bits &= 31;
  }
  return text.replace(/.{4}(?=.)/g, '$&:');
}
