import { decodeBase64, isBase64 } from '../../kit/base64.ts';
import { IndentedLayout } from './indentedLayout.ts';
import { keyOfValue, stringValue } from './jsonPlace.ts';
import { jsonTokens, kind, plainTokens, type Tokens } from './jsonTokens.ts';
import type { Layout } from './layout.ts';
import { isJsonLike, layOut, readText } from './readText.ts';
import { StoredLayout } from './storedLayout.ts';

/** Content of a string that can be opened in place. */
export type EmbeddedKind = 'JSON' | 'base64' | 'text';

/** Members that their specifications define as base64: descriptors, DSSE, JWS, cosign, Rekor, Sigstore bundles. */
const base64Keys: ReadonlySet<string> = new Set(
  (
    'data payload sig signature protected x5c rawBytes body canonicalizedBody signedEntryTimestamp SignedEntryTimestamp ' +
    'Base64Signature content keyId messageDigest signedTimestamp rootHash publicKey payloadBytes verifier ' +
    'dev.cosignproject.cosign/signature dev.sigstore.cosign/signature'
  ).split(' '),
);
/** Base64 of `{"`, `[{` and `-----BEGIN`. */
const jsonOrPemPrefix = /^(?:eyJ|W3s|LS0tLS1CRUdJTi)/;
const minPrefixedLength = 24;
/** Members whose JSON arrays are commands of one line, which opening would not make easier to read. */
const neverOpenedKeys: ReadonlySet<string> = new Set(['created_by']);

/** Returns the kind of content that the string `token` can be opened as; undefined for most. Scans the string once. */
export function embeddedKind(tokens: Tokens, token: number): EmbeddedKind | undefined {
  if (tokens.kinds[token] !== kind.string) return undefined;
  const from = (tokens.starts[token] ?? 0) + 1;
  const to = (tokens.starts[token + 1] ?? 0) - 1;
  if (to - from < 4) return undefined;
  const first = tokens.text[from];
  if (first === '{' || first === '[') return holdsJson(tokens, token) ? 'JSON' : undefined;
  const inside = tokens.text.slice(from, to);
  if (isBase64(inside) && (base64Keys.has(keyOfValue(tokens, token) ?? '') || startsLikeJsonOrPem(inside)))
    return 'base64';
  return /\\n(?!$)/.test(inside) ? 'text' : undefined;
}

/** Lays out the content of a string: JSON indented, text by line, anything else as hex. */
export function layOutEmbedded(tokens: Tokens, token: number): Layout {
  const text = stringValue(tokens, token) ?? '';
  const content = embeddedKind(tokens, token);
  if (content === 'base64') return layOut(readText(decodeBase64(text) ?? new Uint8Array()), true);
  return content === 'JSON' ? new IndentedLayout(jsonTokens(text)) : new StoredLayout(plainTokens(text));
}

function startsLikeJsonOrPem(text: string): boolean {
  return text.length >= minPrefixedLength && jsonOrPemPrefix.test(text);
}

/** Returns false for empty objects and arrays, which have nothing to show. */
function holdsJson(tokens: Tokens, token: number): boolean {
  if (neverOpenedKeys.has(keyOfValue(tokens, token) ?? '')) return false;
  const value = stringValue(tokens, token);
  if (value === undefined || value.length < 4 || !isJsonLike(value)) return false;
  const last = value.trimEnd().at(-1);
  return last === (value.startsWith('{') ? '}' : ']');
}
