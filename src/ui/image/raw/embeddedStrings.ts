import { decodeBase64, isBase64 } from '../../kit/base64.ts';
import { IndentedLayout } from './indentedLayout.ts';
import { keyOfValue, stringValue } from './jsonPlace.ts';
import { jsonTokens, kind, plainTokens, type Tokens } from './jsonTokens.ts';
import type { Layout } from './layout.ts';
import { isJsonLike, layOut, readText } from './readText.ts';
import { StoredLayout } from './storedLayout.ts';

/** What a string holds that can be opened in place. */
export type Opening = 'JSON' | 'base64' | 'text';

/** Members that are base64 by the documents that define them: descriptors, DSSE, JWS, cosign, Rekor, Sigstore bundles. */
const base64Keys: ReadonlySet<string> = new Set(
  (
    'data payload sig signature protected x5c rawBytes body canonicalizedBody signedEntryTimestamp SignedEntryTimestamp ' +
    'Base64Signature content keyId messageDigest signedTimestamp rootHash publicKey payloadBytes verifier ' +
    'dev.cosignproject.cosign/signature dev.sigstore.cosign/signature'
  ).split(' '),
);
/** What `{"`, `[{` and `-----BEGIN` are in base64. */
const tellingBeginning = /^(?:eyJ|W3s|LS0tLS1CRUdJTi)/;
const shortestTelling = 24;
/** Its JSON arrays are commands of one line, which say no more when they are opened. */
const plainKeys: ReadonlySet<string> = new Set(['created_by']);

/** What can be opened of the string `token`; undefined for most. Reads the string once. */
export function openingOf(tokens: Tokens, token: number): Opening | undefined {
  if (tokens.kinds[token] !== kind.string) return undefined;
  const from = (tokens.starts[token] ?? 0) + 1;
  const to = (tokens.starts[token + 1] ?? 0) - 1;
  if (to - from < 4) return undefined;
  const first = tokens.text[from];
  if (first === '{' || first === '[') return holdsJson(tokens, token) ? 'JSON' : undefined;
  const inside = tokens.text.slice(from, to);
  if (isBase64(inside) && (base64Keys.has(keyOfValue(tokens, token) ?? '') || isTelling(inside))) return 'base64';
  return /\\n(?!$)/.test(inside) ? 'text' : undefined;
}

/** What a string holds, laid out: JSON indented, text in its lines, all else as hex. */
export function openString(tokens: Tokens, token: number): Layout {
  const text = stringValue(tokens, token) ?? '';
  const opening = openingOf(tokens, token);
  if (opening === 'base64') return layOut(readText(decodeBase64(text) ?? new Uint8Array()), true);
  return opening === 'JSON' ? new IndentedLayout(jsonTokens(text)) : new StoredLayout(plainTokens(text));
}

function isTelling(text: string): boolean {
  return text.length >= shortestTelling && tellingBeginning.test(text);
}

/** Empty objects and arrays have nothing to show. */
function holdsJson(tokens: Tokens, token: number): boolean {
  if (plainKeys.has(keyOfValue(tokens, token) ?? '')) return false;
  const value = stringValue(tokens, token);
  if (value === undefined || value.length < 4 || !isJsonLike(value)) return false;
  const last = value.trimEnd().at(-1);
  return last === (value.startsWith('{') ? '}' : ']');
}
