import { kind, type Tokens, tokenText } from './jsonTokens.ts';

/** Maximum distance searched around a string, so that drawing a row does not scan the document. */
const maxSteps = 400;

/** Returns the key of a value, or of the array that holds it; undefined if there is no key within the search distance. */
export function keyOfValue(tokens: Tokens, token: number): string | undefined {
  const own = keyBefore(tokens, token);
  if (own >= 0) return stringValue(tokens, own);
  const open = enclosing(tokens, token);
  const key = open < 0 ? -1 : keyBefore(tokens, open);
  return key < 0 ? undefined : stringValue(tokens, key);
}

/** Returns the opening bracket of the object or array that directly holds a token; -1 if none is within the search distance. */
export function enclosing({ kinds, partners }: Tokens, token: number): number {
  let at = token - 1;
  for (let steps = 0; at >= 0 && steps < maxSteps; steps++, at--) {
    if (kinds[at] === kind.open) return at;
    const partner = partners[at] ?? -1;
    if (kinds[at] === kind.close && partner >= 0) at = partner;
  }
  return -1;
}

/** Returns the string value of a member of an object; undefined if it is not within the search distance. */
export function memberText(tokens: Tokens, open: number, name: string): string | undefined {
  for (const key of keysOf(tokens, open, maxSteps)) {
    if (stringValue(tokens, key) === name) return stringValue(tokens, valueOfKey(tokens, key));
  }
  return undefined;
}

/** Decodes a string or key; undefined for other tokens and invalid escapes. */
export function stringValue(tokens: Tokens, token: number): string | undefined {
  const current = tokens.kinds[token];
  if (current !== kind.string && current !== kind.key) return undefined;
  const text = tokenText(tokens, token);
  if (!text.includes('\\')) return text.slice(1, -1);
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    // An invalid escape: the text is shown as it is, without links.
    return undefined;
  }
}

/** Returns the key of a value; -1 if it is not a member. */
export function keyBefore(tokens: Tokens, value: number): number {
  const colon = previousNonSpace(tokens, value);
  if (tokens.kinds[colon] !== kind.colon) return -1;
  const key = previousNonSpace(tokens, colon);
  return tokens.kinds[key] === kind.key ? key : -1;
}

/** Yields the keys of an object, without those of nested objects; looks at `maxTokens` tokens and subtrees at most. */
export function* keysOf(tokens: Tokens, open: number, maxTokens = Number.POSITIVE_INFINITY): Generator<number> {
  const end = endOf(tokens, open);
  let steps = 0;
  for (let token = open + 1; token < end && steps < maxTokens; token = skip(tokens, token) + 1, steps++) {
    if (tokens.kinds[token] === kind.key) yield token;
  }
}

export function valueOfKey(tokens: Tokens, key: number): number {
  return nextNonSpace(tokens, nextNonSpace(tokens, key));
}

/** Returns the last token of the value that starts at `token`. */
export function skip({ kinds, partners }: Tokens, token: number): number {
  return kinds[token] === kind.open ? Math.max(token, partners[token] ?? token) : token;
}

/** Returns the closing bracket; the end of the text if there is no such bracket. */
export function endOf({ partners, count }: Tokens, open: number): number {
  const partner = partners[open] ?? -1;
  return partner < 0 ? count : partner;
}

/** Returns the next token that is not white space. */
export function nextNonSpace({ kinds }: Tokens, token: number): number {
  return kinds[token + 1] === kind.space ? token + 2 : token + 1;
}

function previousNonSpace({ kinds }: Tokens, token: number): number {
  return kinds[token - 1] === kind.space ? token - 2 : token - 1;
}
