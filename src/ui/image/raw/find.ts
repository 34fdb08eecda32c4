/** Offsets of the matches, ascending. */
export interface Found {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** True if the search stopped at the limit. */
  readonly isCut: boolean;
}

const maxQueryLength = 1000;
const maxMatches = 10_000;

/**
 * Finds a text, ignoring case; stops after 10,000 matches. With `isIndented`, white space around JSON punctuation is
 * ignored, because the text shown is indented differently from the text searched. One pass.
 */
export function findText(text: string, query: string, { isIndented }: { readonly isIndented: boolean }): Found {
  const pattern = patternOf(query.slice(0, maxQueryLength), isIndented);
  const starts: number[] = [];
  const ends: number[] = [];
  if (pattern === undefined) return { starts, ends, isCut: false };
  for (const match of text.matchAll(pattern)) {
    if (starts.length === maxMatches) return { starts, ends, isCut: true };
    starts.push(match.index);
    ends.push(match.index + match[0].length);
  }
  return { starts, ends, isCut: false };
}

/** Returns the index of the first match that ends after `offset`; `starts.length` if there is no such match. */
export function firstMatchAfter({ ends }: Found, offset: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Two `\\s*` never touch, and the pattern does not start or end with one: this keeps the search linear. */
function patternOf(query: string, isIndented: boolean): RegExp | undefined {
  if (query === '') return undefined;
  if (!isIndented) return new RegExp(escapePattern(query), 'gi');
  const parts = query.match(/[{}[\],:]|[^{}[\],:\s]+/g) ?? [];
  if (parts.length === 0) return undefined;
  const pattern = parts.map(
    (part, index) => `${index === 0 ? '' : spaceBetween(parts[index - 1] ?? '', part)}${escapePattern(part)}`,
  );
  return new RegExp(pattern.join(''), 'gi');
}

function spaceBetween(before: string, next: string): string {
  return isPunctuation(before) || isPunctuation(next) ? '\\s*' : '\\s+';
}

function isPunctuation(part: string): boolean {
  return /^[{}[\],:]$/.test(part);
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
