import type { Layout } from './layout.ts';

/** A layout as a person left it: what is folded, and what of its strings is opened in place. Never changed, only replaced. */
export interface Sheet {
  readonly layout: Layout;
  /** Opening brackets, so that another layout of the same text folds the same. */
  readonly folded: ReadonlySet<number>;
  /** What was opened, by the token of the string it stands in. */
  readonly opened: ReadonlyMap<number, Sheet>;
}

/** The strings that lead to a sheet inside of another one. */
export type SheetPath = readonly number[];

/** How deep strings in strings are opened. */
export const deepestSheet = 8;

export function createSheet(layout: Layout): Sheet {
  return { layout, folded: new Set(), opened: new Map() };
}

/** The sheet with that at `path` in it replaced. */
export function changeSheet(sheet: Sheet, path: SheetPath, change: (sheet: Sheet) => Sheet): Sheet {
  const [token, ...rest] = path;
  if (token === undefined) return change(sheet);
  const inner = sheet.opened.get(token);
  if (!inner) return sheet;
  return { ...sheet, opened: new Map(sheet.opened).set(token, changeSheet(inner, rest, change)) };
}

export function toggleFold(sheet: Sheet, bracket: number): Sheet {
  const folded = new Set(sheet.folded);
  if (!folded.delete(bracket)) folded.add(bracket);
  return { ...sheet, folded };
}

/** Opens what a string holds, or closes it. */
export function toggleOpened(sheet: Sheet, token: number, layout: () => Layout): Sheet {
  const opened = new Map(sheet.opened);
  if (!opened.delete(token)) opened.set(token, createSheet(layout()));
  return { ...sheet, opened };
}

/** Everything folded but the outermost, so that what is left is the outline. */
export function foldAll(sheet: Sheet): Sheet {
  const { layout } = sheet;
  const folded = new Set<number>();
  for (let line = 0; line < layout.lineCount; line++) {
    const fold = layout.foldOf(line);
    if (fold >= 0 && layout.depthOf(line) > 0) folded.add(fold);
  }
  return { ...sheet, folded };
}

export function unfoldAll(sheet: Sheet): Sheet {
  return { ...sheet, folded: new Set() };
}

/** Unfolds what hides a character of the text. */
export function reveal(sheet: Sheet, offset: number): Sheet {
  const { layout, folded } = sheet;
  const { tokens } = layout;
  if (!tokens) return sheet;
  const line = layout.lineOf(offset);
  const kept = new Set<number>();
  for (const open of folded) {
    const first = layout.lineOf(tokens.starts[open] ?? 0);
    const last = layout.lineOf(tokens.starts[tokens.partners[open] ?? 0] ?? 0);
    if (line <= first || line > last) kept.add(open);
  }
  return kept.size === folded.size ? sheet : { ...sheet, folded: kept };
}

/** Whether a text has anything to fold. */
export function canFold({ layout }: Sheet): boolean {
  for (let line = 0; line < layout.lineCount; line++) if (layout.foldOf(line) >= 0) return true;
  return false;
}
