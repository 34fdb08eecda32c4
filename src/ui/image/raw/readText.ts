import { HexLayout } from './hexLayout.ts';
import { IndentedLayout } from './indentedLayout.ts';
import { jsonTokens, plainTokens, type Tokens } from './jsonTokens.ts';
import type { Layout } from './layout.ts';
import { StoredLayout } from './storedLayout.ts';

/** What bytes are to a reader. Of a text the tokens put together are the exact text, a byte order mark too. */
export type RawText =
  | { readonly kind: 'json' | 'text'; readonly tokens: Tokens }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** JSON is what begins as JSON, so that a manifest with a fault is still drawn as one. */
const jsonBeginning =
  /^\s*(?:\{\s*(?:["}]|$)|\[\s*(?:["{[\]\d-]|true|false|null|$)|"|(?:true|false|null|-?\d[\d.eE+-]*)\s*$)/;

/** Reads UTF-8; bytes that are none, or that hold a NUL, are no text. */
export function readText(bytes: Uint8Array): RawText {
  const text = decodeUtf8(bytes);
  if (text === undefined || text.includes('\0')) return { kind: 'bytes', bytes };
  return isJsonLike(text) ? { kind: 'json', tokens: jsonTokens(text) } : { kind: 'text', tokens: plainTokens(text) };
}

/** Whether a text begins as JSON does. */
export function isJsonLike(text: string): boolean {
  return jsonBeginning.test(text.length > 1000 ? `${text.slice(0, 1000)}"` : text);
}

/** Lays out what was read; only JSON can be indented. */
export function layOut(raw: RawText, isIndented: boolean): Layout {
  if (raw.kind === 'bytes') return new HexLayout(raw.bytes);
  return isIndented && raw.kind === 'json' ? new IndentedLayout(raw.tokens) : new StoredLayout(raw.tokens);
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
