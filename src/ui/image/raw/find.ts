/** Where a text was found, ascending. */
export interface Found {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Whether there are more than were looked for. */
  readonly isCut: boolean;
}

const maxQueryLength = 1000;
const maxMatches = 10_000;

/**
 * Finds a text in upper or lower case, at most 10,000 times. Where `isIndented`, white space at marks of JSON counts for
 * nothing, since the text has another than is seen. One pass.
 */
export function findText(text: string, query: string, { isIndented }: { readonly isIndented: boolean }): Found {
  const pattern = patternOf(query.slice(0, maxQueryLength), isIndented);
  const starts: number[] = [];
  const ends: number[] = [];
  if (pattern === undefined) return { starts, ends, isCut: false };
  for (const found of text.matchAll(pattern)) {
    if (starts.length === maxMatches) return { starts, ends, isCut: true };
    starts.push(found.index);
    ends.push(found.index + found[0].length);
  }
  return { starts, ends, isCut: false };
}

/** The first match that ends behind `offset`; `starts.length` where there is none. */
export function firstBehind({ ends }: Found, offset: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** No two runs of optional space touch, nor does one begin or end the pattern: that keeps it linear. */
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
  return isMark(before) || isMark(next) ? '\\s*' : '\\s+';
}

function isMark(part: string): boolean {
  return /^[{}[\],:]$/.test(part);
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
