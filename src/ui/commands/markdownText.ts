import { visibleText } from './shell.ts';

/**
 * Text of a stranger as a code span, in which nothing is taken for markup, for a link or for the name of a person
 * (CommonMark 0.31, code spans). On one line; `–` where nothing is left of it.
 */
export function markdownCode(text: string): string {
  const line = oneLine(text);
  if (line === '') return '–';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const room = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${room}${line}${room}${fence}`;
}

/**
 * The same for a cell of a table, which ends at a pipe even inside of code (GFM, tables). Readers disagree on a backslash
 * before a pipe, so such text is no code.
 */
export function markdownCell(text: string): string {
  return /\\+\|/.test(oneLine(text)) ? markdownText(text) : markdownCode(text).replaceAll('|', '\\|');
}

/** Text of a stranger among our own words: punctuation escaped, and what would call a person or an issue broken in two. */
export function markdownText(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]()<>#!~&@:.$^]/g, '\\$&')
    .replace(/\\[@#]/g, '$&&#8203;')
    .replaceAll('|', '&#124;');
}

/** A table; its cells are Markdown already. */
export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  { more = 0 }: { readonly more?: number } = {},
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const lines = [line(heads), line(heads.map(() => '---')), ...rows.map(line)];
  return more > 0 ? `${lines.join('\n')}\n\nand ${more} more` : lines.join('\n');
}

const longest = 400;

function oneLine(text: string): string {
  const line = visibleText(text.slice(0, longest * 4).replace(/\s+/g, ' ')).trim();
  return line.length > longest ? `${line.slice(0, longest).replace(/\p{Cs}/gu, '')}…` : line;
}
