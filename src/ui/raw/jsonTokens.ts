/** A piece of a JSON text. Pieces put together again are the text, whatever it holds. */
export interface JsonToken {
  readonly kind: 'key' | 'string' | 'number' | 'word' | 'mark' | 'space' | 'other';
  readonly text: string;
}

const pattern =
  /(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<word>true|false|null)|(?<mark>[{}[\],:])|(?<space>[ \t\r\n]+)|(?<other>[^"\d{}[\],:\s-]+|[\s\S])/y;
const stringEnd = /["\n]|\\./g;

/** Cuts a text into JSON tokens without judging it; what is no JSON is `other`. Linear in its length. */
export function jsonTokens(text: string): readonly JsonToken[] {
  const tokens: JsonToken[] = [];
  let at = 0;
  while (at < text.length) {
    const token = text[at] === '"' ? readString(text, at) : readOther(text, at);
    if (token.kind === 'mark' && token.text === ':') markKey(tokens);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

/** A string, or from its quote on what is left of a line that never closes it: so no part is looked at twice. */
function readString(text: string, start: number): JsonToken {
  stringEnd.lastIndex = start + 1;
  for (let found = stringEnd.exec(text); found; found = stringEnd.exec(text)) {
    if (found[0] === '"') return { kind: 'string', text: text.slice(start, stringEnd.lastIndex) };
    if (found[0] === '\n') return { kind: 'other', text: text.slice(start, found.index) };
  }
  return { kind: 'other', text: text.slice(start) };
}

function readOther(text: string, start: number): JsonToken {
  pattern.lastIndex = start;
  const found = pattern.exec(text);
  const kind = kinds.find((name) => found?.groups?.[name] !== undefined) ?? 'other';
  return { kind, text: found?.[0] ?? text.slice(start, start + 1) };
}

/** The same tokens, each thing on a line of its own: only white space between them is another. */
export function indentTokens(tokens: readonly JsonToken[]): readonly JsonToken[] {
  const solid = tokens.filter(({ kind }) => kind !== 'space');
  const out: JsonToken[] = [];
  let depth = 0;
  const breakLine = () => out.push({ kind: 'space', text: `\n${'  '.repeat(Math.min(depth, deepest))}` });
  solid.forEach((token, index) => {
    const isClose = token.text === '}' || token.text === ']';
    const before = solid[index - 1]?.text;
    if (token.kind === 'mark' && isClose) {
      depth = Math.max(0, depth - 1);
      if (before !== '{' && before !== '[') breakLine();
    } else if (before === '{' || before === '[') breakLine();
    out.push(token);
    if (token.kind !== 'mark') return;
    if (token.text === ',') breakLine();
    if (token.text === ':') out.push({ kind: 'space', text: ' ' });
    if (token.text === '{' || token.text === '[') depth++;
  });
  return out;
}

/** One row of what is shown. */
export interface JsonLine {
  /** Undefined where a long line goes on. */
  readonly number: number | undefined;
  readonly tokens: readonly JsonToken[];
}

/** Lays tokens out in lines of at most `columns` characters; a longer line goes on in the next row, without a number. */
export function layOut(tokens: readonly JsonToken[], columns: number): readonly JsonLine[] {
  const lines: JsonLine[] = [];
  let number = 1;
  let isContinued = false;
  let row: JsonToken[] = [];
  let width = 0;
  const close = (continues: boolean) => {
    lines.push({ number: isContinued ? undefined : number, tokens: row });
    if (!continues) number++;
    isContinued = continues;
    row = [];
    width = 0;
  };
  const place = (kind: JsonToken['kind'], text: string) => {
    let rest = text;
    while (rest !== '') {
      if (width >= columns) close(true);
      const piece = rest.slice(0, columns - width);
      row.push({ kind, text: piece });
      width += piece.length;
      rest = rest.slice(piece.length);
    }
  };
  for (const { kind, text } of tokens) {
    text.split('\n').forEach((part, index) => {
      if (index > 0) close(false);
      place(kind, part);
    });
  }
  close(false);
  return lines;
}

const kinds = ['number', 'word', 'mark', 'space', 'other'] as const;
/** Deeper is drawn at this depth: a hostile text may nest ten thousand levels. */
const deepest = 40;

/** A string before a colon is a key. */
function markKey(tokens: JsonToken[]): void {
  let index = tokens.length - 1;
  if (tokens[index]?.kind === 'space') index--;
  const token = tokens[index];
  if (token?.kind === 'string') tokens[index] = { kind: 'key', text: token.text };
}
