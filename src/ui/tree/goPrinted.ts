/**
 * A value as printed by Go's fmt: with %q a string is `"a"` and an integer the character with that code, `'d'`; with %v both
 * are words. A struct is `{…}`, a pointer to it `&{…}`, a slice `[…]`. Only the keys of a map, `map[80/tcp:{}]`, are read.
 */
export type GoPrinted =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'rune'; readonly value: number }
  | { readonly kind: 'word'; readonly value: string }
  | { readonly kind: 'struct' | 'slice' | 'map'; readonly items: readonly GoPrinted[] };

const maxDepth = 8;
const token =
  /\s*(?:,\s*)?(?:(map\[|\[|&?\{)|([\]}])|("(?:[^"\\]|\\.)*")|'((?:[^'\\]|\\.)[^']*)'|([^\s[\]{}"',&]+))/suy;

interface Open {
  readonly kind: 'struct' | 'slice' | 'map';
  readonly items: GoPrinted[];
}

/** Parses a text that is one value, in one pass; undefined for any other text. Items may be separated by commas, as in JSON. */
export function readGoPrinted(text: string): GoPrinted | undefined {
  const scan = new RegExp(token);
  const open: Open[] = [];
  for (let at = 0; at < text.length; at = scan.lastIndex) {
    scan.lastIndex = at;
    const [, opens, closes, string, rune, word] = scan.exec(text) ?? [];
    if (opens !== undefined) {
      if (open.length === maxDepth) return undefined;
      open.push({ kind: opens === '[' ? 'slice' : opens === 'map[' ? 'map' : 'struct', items: [] });
      continue;
    }
    let value: GoPrinted | undefined;
    if (closes !== undefined) {
      const closed = open.pop();
      if (!closed || (closes === '}') !== (closed.kind === 'struct')) return undefined;
      value = closed;
    } else value = readScalar(string, rune, word);
    if (!value) return undefined;
    const outer = open.at(-1);
    if (!outer) return text.slice(scan.lastIndex).trim() === '' ? value : undefined;
    if (outer.kind !== 'map') outer.items.push(value);
    else if (value.kind === 'word') outer.items.push({ kind: 'word', value: value.value.replace(/:$/, '') });
    else if (value.kind !== 'struct' || value.items.length > 0) return undefined;
  }
  return undefined;
}

function readScalar(
  string: string | undefined,
  rune: string | undefined,
  word: string | undefined,
): GoPrinted | undefined {
  if (word !== undefined) return { kind: 'word', value: word };
  const value = unquoteGo(string?.slice(1, -1) ?? rune ?? '');
  if (value === undefined) return undefined;
  if (string !== undefined) return { kind: 'string', value };
  const point = value.codePointAt(0);
  // Go prints U+FFFD for a number that is not a valid code point.
  if (point === undefined || point === 0xfffd || String.fromCodePoint(point) !== value) return undefined;
  return { kind: 'rune', value: point };
}

const letters: Readonly<Partial<Record<string, string>>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** Reverses `strconv.Quote`; undefined for text that it never produces, and for invalid UTF-8 (`\xff`). */
function unquoteGo(quoted: string): string | undefined {
  let isValid = true;
  const value = quoted.replace(
    /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/gsu,
    (_, byte?: string, short?: string, long?: string, letter = '') => {
      const point = Number.parseInt(byte ?? short ?? long ?? '', 16);
      const character = Number.isNaN(point)
        ? letters[letter]
        : characterOf(point, byte === undefined ? 0x10ffff : 0x7f);
      if (character === undefined) isValid = false;
      return character ?? '';
    },
  );
  return isValid ? value : undefined;
}

function characterOf(point: number, max: number): string | undefined {
  return point <= max && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : undefined;
}
