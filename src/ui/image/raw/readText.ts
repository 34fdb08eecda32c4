import { HexLayout } from './hexLayout.ts';
import { IndentedLayout } from './indentedLayout.ts';
import { jsonTokens, plainTokens, type Tokens } from './jsonTokens.ts';
import type { Layout } from './layout.ts';
import { StoredLayout } from './storedLayout.ts';

/** Bytes as JSON, text or binary. The tokens cover the exact text, including a byte order mark. */
export type RawText =
  | { readonly kind: 'json' | 'text'; readonly tokens: Tokens }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** Only the beginning is checked, so that an invalid manifest is still drawn as JSON. */
const jsonStart =
  /^\s*(?:\{\s*(?:["}]|$)|\[\s*(?:["{[\]\d-]|true|false|null|$)|"|(?:true|false|null|-?\d[\d.eE+-]*)\s*$)/;

/** Decodes UTF-8. Invalid UTF-8 and text with a NUL are treated as binary. */
export function readText(bytes: Uint8Array): RawText {
  const text = decodeUtf8(bytes);
  if (text === undefined || text.includes('\0')) return { kind: 'bytes', bytes };
  return isJsonLike(text) ? { kind: 'json', tokens: jsonTokens(text) } : { kind: 'text', tokens: plainTokens(text) };
}

/** Returns true if a text starts like JSON. */
export function isJsonLike(text: string): boolean {
  return jsonStart.test(text.length > 1000 ? `${text.slice(0, 1000)}"` : text);
}

/** Lays out a document; only JSON can be indented. */
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
