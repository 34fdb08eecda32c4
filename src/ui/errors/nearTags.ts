const maxShown = 5;
/** No tag is longer (distribution/reference); a list may hold anything. */
const maxTagLength = 128;

/**
 * Returns the tags that someone who wrote `wanted` may have meant, the nearest first: the same but for case, what begins with it or is
 * its beginning, then what differs in few characters. Empty if none is near.
 */
export function nearTags(wanted: string, tags: readonly string[]): readonly string[] {
  const lower = wanted.toLowerCase();
  const near = tags.flatMap((tag) => {
    const distance = tagDistance(lower, tag.toLowerCase().slice(0, maxTagLength));
    return distance === undefined ? [] : [{ tag, distance }];
  });
  return near
    .sort((a, b) => a.distance - b.distance)
    .slice(0, maxShown)
    .map(({ tag }) => tag);
}

/** Undefined for tags that have too little in common. A common beginning counts for more than a common end: 1.2.9 is near 1.2.3. */
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

/** Levenshtein's distance, one row at a time. */
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
