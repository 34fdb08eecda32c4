/** Further into a text nobody sees it. */
const maxSearchedLength = 1000;

/** From which character of a text, and up to but not with which. */
export type Mark = readonly [from: number, to: number];

/** Where a typed word, in lower case, best fits a text: at its start, at the start of one of its words, or inside of one. */
export function findWord(
  text: string,
  word: string,
): { readonly mark: Mark; readonly at: 'start' | 'word' | 'middle' } | undefined {
  const shown = text.slice(0, maxSearchedLength);
  const lower = shown.toLowerCase();
  // Where that changes the length (İ), places would be off.
  const searched = lower.length === shown.length ? lower : shown;
  const first = searched.indexOf(word);
  if (first < 0) return undefined;
  for (let from = first; from >= 0; from = searched.indexOf(word, from + 1)) {
    if (from === 0 || isSeparator(searched[from - 1])) {
      return { mark: [from, from + word.length], at: from === 0 ? 'start' : 'word' };
    }
  }
  return { mark: [first, first + word.length], at: 'middle' };
}

/** In order, those that touch or overlap as one. */
export function mergeMarks(marks: readonly Mark[]): readonly Mark[] {
  const merged: Mark[] = [];
  for (const [from, to] of [...marks].sort((one, other) => one[0] - other[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], to)];
    else merged.push([from, to]);
  }
  return merged;
}

function isSeparator(character: string | undefined): boolean {
  return character !== undefined && /[^\p{L}\p{N}]/u.test(character);
}
