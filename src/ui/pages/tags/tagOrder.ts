/** Sort key of a tag, parsed from its text only, because registries don't report times. */
interface TagKey {
  /** `latest`, then versions, then dates, then all others. */
  readonly rank: 0 | 1 | 2 | 3;
  /** Digits without leading zeros, as text because they can exceed Number.MAX_SAFE_INTEGER. */
  readonly numbers: readonly string[];
  /** True for alpha, beta, rc and the like, which are older than their release. */
  readonly isPrerelease: boolean;
  readonly rest: string;
}

/** Sorts tags newest first: versions in semver order, dates by time, a moving tag (`3`, `3.22`) before the versions it can point to. */
export function sortTags(tags: readonly string[]): readonly string[] {
  return sortBy(tags, readTag, compareKeys);
}

/** Sorts by name, numbers by value. */
export function sortNames(names: readonly string[]): readonly string[] {
  return names.toSorted(natural.compare);
}

/** Sorts by time, newest first; names without a time come last and keep their order. */
export function sortByTime(names: readonly string[], timeOf: (name: string) => number | undefined): readonly string[] {
  return sortBy(names, timeOf, (a = Number.NEGATIVE_INFINITY, b = Number.NEGATIVE_INFINITY) => (a === b ? 0 : b - a));
}

const natural = new Intl.Collator('en', { numeric: true });
const version = /^v?(\d+(?:\.\d+)*)(?:[-+._]?([a-zA-Z].*)|[-+._](.*))?$/;
const date =
  /^(.*?)((?:19|20)\d\d)[-._]?(0[1-9]|1[0-2])[-._]?(0[1-9]|[12]\d|3[01])(?:[-._T]?(\d[\d.:_-]*))?(?!\d)(.*)$/;
const prerelease = /^(?:alpha|beta|rc|pre|preview|dev|snapshot|nightly|canary|next|m\d|ea)(?![a-z])/i;

function readTag(tag: string): TagKey {
  if (tag === 'latest') return { rank: 0, numbers: [], isPrerelease: false, rest: tag };
  const [, before = '', year, month, day, time = '', after = ''] = date.exec(tag) ?? [];
  if (year && month && day && !/\d/.test(before)) {
    const numbers = [year, month, day, ...(time.match(/\d+/g) ?? [])].map(trimZeros);
    return { rank: 2, numbers, isPrerelease: false, rest: before + after };
  }
  const [, numbers, word, other] = version.exec(tag) ?? [];
  if (numbers === undefined) return { rank: 3, numbers: [], isPrerelease: false, rest: tag };
  const rest = word ?? other ?? '';
  return { rank: 1, numbers: numbers.split('.').map(trimZeros), isPrerelease: prerelease.test(rest), rest };
}

function compareKeys(a: TagKey, b: TagKey): number {
  return (
    a.rank - b.rank ||
    compareNumbers(b.numbers, a.numbers, a.rank === 1) ||
    Number(a.isPrerelease) - Number(b.isPrerelease) ||
    (a.isPrerelease ? natural.compare(b.rest, a.rest) : natural.compare(a.rest, b.rest))
  );
}

/** Compares ascending. If tags can move, fewer numbers (`3`) count as the newest version with that prefix. */
function compareNumbers(a: readonly string[], b: readonly string[], canMove: boolean): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [one, other] = [a[index], b[index]];
    if (one === undefined) return canMove ? 1 : -1;
    if (other === undefined) return canMove ? -1 : 1;
    const order = one.length - other.length || Number(one > other) - Number(one < other);
    if (order !== 0) return order;
  }
  return 0;
}

function trimZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
}

/** Sorts by a key that is computed once per item. */
function sortBy<Key>(
  items: readonly string[],
  read: (item: string) => Key,
  compare: (a: Key, b: Key) => number,
): readonly string[] {
  return items
    .map((item) => ({ item, key: read(item) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ item }) => item);
}
