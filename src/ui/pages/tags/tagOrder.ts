/** What a tag says of its place among others, read from its text alone: the registry tells no time. */
interface TagKey {
  /** `latest`, then versions, then dates, then all others. */
  readonly rank: 0 | 1 | 2 | 3;
  /** Digits without leading zeros: they may be longer than a number holds. */
  readonly numbers: readonly string[];
  /** alpha, beta, rc and the like: before the version that they lead to. */
  readonly isPrerelease: boolean;
  readonly rest: string;
}

/** Newest first: versions as semver orders them, dates by time, a moving tag (`3`, `3.22`) before those it stands for. */
export function sortTags(tags: readonly string[]): readonly string[] {
  return sortBy(tags, readTag, compareKeys);
}

/** By name, with numbers in order of what they count. */
export function sortNames(names: readonly string[]): readonly string[] {
  return names.toSorted(natural.compare);
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

/** Ascending. What has fewer numbers stands for the newest of those that begin like it, where it may move. */
function compareNumbers(a: readonly string[], b: readonly string[], mayMove: boolean): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [one, other] = [a[index], b[index]];
    if (one === undefined) return mayMove ? 1 : -1;
    if (other === undefined) return mayMove ? -1 : 1;
    const order = one.length - other.length || Number(one > other) - Number(one < other);
    if (order !== 0) return order;
  }
  return 0;
}

function trimZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
}

/** Each item is read once, however often it is compared. */
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
