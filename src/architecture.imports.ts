/** A token of a source: a word, a string's value, or one character of punctuation. */
export interface Token {
  readonly kind: 'word' | 'string' | 'mark';
  readonly text: string;
}

/** A module that a source names, as it is written there. */
export interface ImportEdge {
  readonly specifier: string;
}

const word = /[\p{ID_Start}$_#][\p{ID_Continue}$]*|\d[\w.]*/uy;
const space = /\s+/y;
const lineComment = /\/\/[^\n]*/y;
const blockComment = /\/\*[\s\S]*?\*\//y;
const quoted = /'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)"/y;
const regex = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/[\\\n])+\/[a-z]*/y;
/** After these a slash divides or closes a tag; after anything else it begins a regular expression. */
const beforeDivision = /^[)\]}<]$/;
const wordsBeforeRegex: ReadonlySet<string> = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'do',
  'else',
  'void',
  'await',
  'yield',
]);

/**
 * Cuts TypeScript into tokens without comments, so that nothing in a comment or a string is taken for code.
 * Approximate where only a parser could know (text in JSX); a quote that does not close on its line is a mark.
 */
export function scanTokens(source: string): readonly Token[] {
  const tokens: Token[] = [];
  scanInto(tokens, source, 0, undefined);
  return tokens;
}

/** Every module that a source names: import, export from, import type, import(), new URL(…, import.meta.url). */
export function scanImports(source: string): readonly ImportEdge[] {
  const tokens = scanTokens(source);
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'word' || tokens[at - 1]?.text === '.') return [];
    if (token.text === 'import' || token.text === 'export') return readStatement(tokens, at);
    if (token.text === 'URL' && tokens[at - 1]?.text === 'new') return readWorkerUrl(tokens, at);
    return [];
  });
}

function readStatement(tokens: readonly Token[], at: number): readonly ImportEdge[] {
  const next = tokens[at + 1];
  if (tokens[at]?.text === 'import') {
    if (next?.kind === 'string') return [{ specifier: next.text }];
    const argument = tokens[at + 2];
    if (next?.text === '(') return argument?.kind === 'string' ? [{ specifier: argument.text }] : [];
  }
  if (next?.kind === 'string') return [];
  for (let index = at + 1; index < tokens.length; index++) {
    const token = tokens[index];
    const following = tokens[index + 1];
    if (token?.text === 'from' && following?.kind === 'string') return [{ specifier: following.text }];
    if (token?.kind === 'mark' && !'{},*'.includes(token.text)) return [];
    if (token?.kind === 'word' && declarations.has(token.text)) return [];
  }
  return [];
}

const declarations: ReadonlySet<string> = new Set([
  'const',
  'let',
  'function',
  'class',
  'interface',
  'enum',
  'async',
  'declare',
  'abstract',
  'export',
  'import',
]);

function readWorkerUrl(tokens: readonly Token[], at: number): readonly ImportEdge[] {
  const [open, argument, comma, ...meta] = tokens.slice(at + 1, at + 9);
  if (open?.text !== '(' || argument?.kind !== 'string' || comma?.text !== ',') return [];
  return meta
    .map(({ text }) => text)
    .join('')
    .startsWith('import.meta.url')
    ? [{ specifier: argument.text }]
    : [];
}

/** Scans from `start` to the end or past the `}` that closes a template's hole; gives where it stopped. */
function scanInto(tokens: Token[], source: string, start: number, closing: '}' | undefined): number {
  let at = start;
  let depth = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found) at = pattern.lastIndex;
    return found;
  };
  while (at < source.length) {
    if (match(space) || match(lineComment) || match(blockComment)) continue;
    const text = match(quoted);
    if (text) {
      tokens.push({ kind: 'string', text: text[1] ?? text[2] ?? '' });
    } else if (source[at] === '`') {
      at = scanTemplate(tokens, source, at + 1);
    } else if (source[at] === '/' && regexMayFollow(tokens.at(-1)) && match(regex)) {
      tokens.push({ kind: 'string', text: '' });
    } else {
      const name = match(word);
      if (name) {
        tokens.push({ kind: 'word', text: name[0] });
        continue;
      }
      const mark = source[at++] ?? '';
      if (mark === '{') depth++;
      if (mark === '}' && depth-- === 0 && closing) return at;
      tokens.push({ kind: 'mark', text: mark });
    }
  }
  return at;
}

function scanTemplate(tokens: Token[], source: string, start: number): number {
  let at = start;
  let text = '';
  while (at < source.length && source[at] !== '`') {
    if (source[at] === '\\') at++;
    else if (source.startsWith('${', at)) {
      at = scanInto(tokens, source, at + 2, '}');
      continue;
    }
    text += source[at++] ?? '';
  }
  tokens.push({ kind: 'string', text });
  return at + 1;
}

function regexMayFollow(previous: Token | undefined): boolean {
  if (!previous) return true;
  if (previous.kind === 'word') return wordsBeforeRegex.has(previous.text);
  return previous.kind === 'mark' && !beforeDivision.test(previous.text);
}
