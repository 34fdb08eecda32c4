import { kind, type Tokens, tokenText } from './jsonTokens.ts';

/** How far around a string its place is looked for: drawing a row must not read a whole document. */
const maxSteps = 400;

/** The key of a string's value, or of the array it stands in; undefined where it has none, or too far away. */
export function keyOfValue(tokens: Tokens, token: number): string | undefined {
  const own = keyBefore(tokens, token);
  if (own >= 0) return stringValue(tokens, own);
  const open = enclosing(tokens, token);
  const key = open < 0 ? -1 : keyBefore(tokens, open);
  return key < 0 ? undefined : stringValue(tokens, key);
}

/** The bracket of the object or array that a token stands right in; -1 where it stands in none, or too far behind it. */
export function enclosing({ kinds, partners }: Tokens, token: number): number {
  let at = token - 1;
  for (let steps = 0; at >= 0 && steps < maxSteps; steps++, at--) {
    if (kinds[at] === kind.open) return at;
    const partner = partners[at] ?? -1;
    if (kinds[at] === kind.close && partner >= 0) at = partner;
  }
  return -1;
}

/** The string that stands under a key right in an object; undefined where none does, or too far behind. */
export function memberText(tokens: Tokens, open: number, name: string): string | undefined {
  for (const key of keysOf(tokens, open, maxSteps)) {
    if (stringValue(tokens, key) === name) return stringValue(tokens, valueOfKey(tokens, key));
  }
  return undefined;
}

/** A string or key as JSON reads it; undefined for what is none. */
export function stringValue(tokens: Tokens, token: number): string | undefined {
  const current = tokens.kinds[token];
  if (current !== kind.string && current !== kind.key) return undefined;
  const text = tokenText(tokens, token);
  if (!text.includes('\\')) return text.slice(1, -1);
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    // An escape that JSON does not know: it is shown as it stands, and means nothing.
    return undefined;
  }
}

/** The key that a value stands behind; -1 where it is no member. */
export function keyBefore(tokens: Tokens, value: number): number {
  const colon = solidBefore(tokens, value);
  if (tokens.kinds[colon] !== kind.colon) return -1;
  const key = solidBefore(tokens, colon);
  return tokens.kinds[key] === kind.key ? key : -1;
}

/** The keys right in an object, at most `most` steps behind its bracket. */
export function* keysOf(tokens: Tokens, open: number, most = Number.POSITIVE_INFINITY): Generator<number> {
  const end = endOf(tokens, open);
  let steps = 0;
  for (let token = open + 1; token < end && steps < most; token = skip(tokens, token) + 1, steps++) {
    if (tokens.kinds[token] === kind.key) yield token;
  }
}

export function valueOfKey(tokens: Tokens, key: number): number {
  return nextSolid(tokens, nextSolid(tokens, key));
}

/** The last token of what begins here. */
export function skip({ kinds, partners }: Tokens, token: number): number {
  return kinds[token] === kind.open ? Math.max(token, partners[token] ?? token) : token;
}

/** The bracket that closes; the end of the text where none does. */
export function endOf({ partners, count }: Tokens, open: number): number {
  const partner = partners[open] ?? -1;
  return partner < 0 ? count : partner;
}

/** The next token that is no space. */
export function nextSolid({ kinds }: Tokens, token: number): number {
  return kinds[token + 1] === kind.space ? token + 2 : token + 1;
}

function solidBefore({ kinds }: Tokens, token: number): number {
  return kinds[token - 1] === kind.space ? token - 2 : token - 1;
}
