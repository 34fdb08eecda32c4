const maxShown = 5;
/** Maximum length of a tag (distribution-spec v1.1.1); a list may contain anything. */
const maxTagLength = 128;

/**
 * Returns the tags nearest to `requested`, the nearest first: equal except for case, then a prefix of it or the reverse, then a small
 * edit distance. Empty if no tag is near.
 */
export function nearTags(requested: string, tags: readonly string[]): readonly string[] {
  const lower = requested.toLowerCase();
  const near = tags.flatMap((tag) => {
    const distance = tagDistance(lower, tag.toLowerCase().slice(0, maxTagLength));
    return distance === undefined ? [] : [{ tag, distance }];
  });
  return near
    .sort((a, b) => a.distance - b.distance)
    .slice(0, maxShown)
    .map(({ tag }) => tag);
}

/** Returns undefined for tags with too little in common. A common prefix weighs more than a common suffix: 1.2.9 is near 1.2.3. */
function tagDistance(a: string, b: string): number | undefined {
  const edits = editDistance(a, b);
  const common = commonPrefix(a, b);
  const shorter = Math.min(a.length, b.length);
  if (common === shorter && shorter > 0) return Math.abs(a.length - b.length) / 100;
  const isNear = edits <= Math.max(1, Math.floor(shorter / 3)) || common * 2 >= shorter;
  return isNear && edits < shorter ? edits - common / (maxTagLength * 2) : undefined;
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** Returns the Levenshtein distance, computed one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
