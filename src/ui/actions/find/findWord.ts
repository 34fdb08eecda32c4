/** Text beyond this length is not visible in the list. */
const maxSearchedLength = 1000;

/** Range of characters in a text; `to` is exclusive. */
export type Mark = readonly [from: number, to: number];

/** Finds the best match of a lower-case word in a text: at its start, at the start of a word, or inside a word. */
export function findWord(
  text: string,
  word: string,
): { readonly mark: Mark; readonly at: 'start' | 'word' | 'middle' } | undefined {
  const shown = text.slice(0, maxSearchedLength);
  const lower = shown.toLowerCase();
  // Lower case can change the length (İ); positions would be wrong then.
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

/** Sorts ranges and merges those that touch or overlap. */
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
