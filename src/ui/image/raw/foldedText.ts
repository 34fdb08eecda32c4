import type { Layout } from './layout.ts';

/** A layout with what is folded in it and which of its strings are opened in place. Immutable. */
export interface FoldedText {
  readonly layout: Layout;
  /** Tokens of opening brackets, so that another layout of the same text folds the same. */
  readonly folded: ReadonlySet<number>;
  /** Texts opened in place, by the token of the string that holds them. */
  readonly embedded: ReadonlyMap<number, FoldedText>;
}

/** String tokens that lead from the document to an embedded text, outermost first. */
export type EmbedPath = readonly number[];

/** Levels of strings in strings that can be opened. */
export const maxEmbedDepth = 8;

export function createFoldedText(layout: Layout): FoldedText {
  return { layout, folded: new Set(), embedded: new Map() };
}

/** Returns the text with the embedded text at `path` changed. */
export function updateAt(text: FoldedText, path: EmbedPath, change: (text: FoldedText) => FoldedText): FoldedText {
  const [token, ...rest] = path;
  if (token === undefined) return change(text);
  const inner = text.embedded.get(token);
  if (!inner) return text;
  return { ...text, embedded: new Map(text.embedded).set(token, updateAt(inner, rest, change)) };
}

export function toggleFold(text: FoldedText, bracket: number): FoldedText {
  const folded = new Set(text.folded);
  if (!folded.delete(bracket)) folded.add(bracket);
  return { ...text, folded };
}

/** Opens the content of a string in place, or closes it. */
export function toggleEmbedded(text: FoldedText, token: number, layout: () => Layout): FoldedText {
  const embedded = new Map(text.embedded);
  if (!embedded.delete(token)) embedded.set(token, createFoldedText(layout()));
  return { ...text, embedded };
}

/** Folds everything but the outermost level, which leaves the outline. */
export function foldAll(text: FoldedText): FoldedText {
  const { layout } = text;
  const folded = new Set<number>();
  for (let line = 0; line < layout.lineCount; line++) {
    const fold = layout.foldOf(line);
    if (fold >= 0 && layout.depthOf(line) > 0) folded.add(fold);
  }
  return { ...text, folded };
}

export function unfoldAll(text: FoldedText): FoldedText {
  return { ...text, folded: new Set() };
}

/** Unfolds the brackets that hide a character of the text. */
export function reveal(text: FoldedText, offset: number): FoldedText {
  const { layout, folded } = text;
  const { tokens } = layout;
  if (!tokens) return text;
  const line = layout.lineOf(offset);
  const stillFolded = new Set<number>();
  for (const open of folded) {
    const first = layout.lineOf(tokens.starts[open] ?? 0);
    const last = layout.lineOf(tokens.starts[tokens.partners[open] ?? 0] ?? 0);
    if (line <= first || line > last) stillFolded.add(open);
  }
  return stillFolded.size === folded.size ? text : { ...text, folded: stillFolded };
}

export function canFold({ layout }: FoldedText): boolean {
  for (let line = 0; line < layout.lineCount; line++) if (layout.foldOf(line) >= 0) return true;
  return false;
}
