import { kind, lastUpTo, type Tokens, tokenAt, tokenKinds } from './jsonTokens.ts';
import { Column, type Layout, type Piece, safeCut } from './layout.ts';

/** Lays out a text in its own lines. Joined by line feeds they are the exact text. */
export class StoredLayout implements Layout {
  readonly tokens: Tokens;
  readonly wraps = true;
  readonly #starts = new Column(64);
  readonly #folds: Int32Array;

  constructor(tokens: Tokens) {
    this.tokens = tokens;
    const { text } = tokens;
    this.#starts.push(0);
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
    // As if the text ended with one more line feed.
    this.#starts.push(text.length + 1);
    this.#folds = findFolds(tokens, this.#starts.numbers, this.lineCount);
  }

  get lineCount(): number {
    return this.#starts.length - 1;
  }

  length(line: number): number {
    return this.#start(line + 1) - this.#start(line) - 1;
  }

  pieces(line: number, from: number, to: number): readonly Piece[] {
    const { text, starts, kinds } = this.tokens;
    const first = this.#start(line);
    const end = safeCut(text, first + Math.min(to, this.length(line)));
    const pieces: Piece[] = [];
    let at = safeCut(text, first + from);
    for (let token = tokenAt(this.tokens, at); at < end; token++) {
      const next = Math.min(end, starts[token + 1] ?? end);
      pieces.push({ kind: tokenKinds[kinds[token] ?? 0] ?? 'other', text: text.slice(at, next), token, start: at });
      at = next;
    }
    return pieces;
  }

  foldOf(line: number): number {
    return this.#folds[line] ?? -1;
  }

  depthOf(line: number): number {
    return line === 0 ? 0 : 1;
  }

  lineOf(offset: number): number {
    return Math.max(0, lastUpTo(this.#starts.numbers, this.lineCount, offset));
  }

  columnOf(line: number, offset: number): number {
    return Math.max(0, Math.min(this.length(line), offset - this.#start(line)));
  }

  #start(line: number): number {
    return this.#starts.numbers[line] ?? 0;
  }
}

/** Finds the first bracket of each line that is closed on a later line. */
function findFolds({ count, starts, kinds, partners }: Tokens, lines: Uint32Array, lineCount: number): Int32Array {
  const folds = new Int32Array(lineCount).fill(-1);
  if (lineCount === 1) return folds;
  let line = 0;
  for (let token = 0; token < count; token++) {
    if (kinds[token] !== kind.open) continue;
    const at = starts[token] ?? 0;
    while ((lines[line + 1] ?? 0) <= at) line++;
    const partner = partners[token] ?? -1;
    if (partner < 0 || folds[line] !== -1) continue;
    if ((starts[partner] ?? 0) >= (lines[line + 1] ?? 0)) folds[line] = token;
  }
  return folds;
}
