import { AppError } from '../errors/index.ts';

export type Labels = Readonly<Record<string, string>>;

const labelPrefix = 'labels.';
const markPrefix = 'ociscope/';

/**
 * Returns the keys of the labels that content can be found by, which are the app's own; undefined without such labels.
 * containerd's labels are on all content, so an index of them would be written with each.
 */
export function marksOf(labels: Labels): readonly string[] | undefined {
  const marks = Object.keys(labels).filter((key) => key.startsWith(markPrefix));
  return marks.length > 0 ? marks : undefined;
}

/** @throws AppError invalid_argument if content cannot be found by labels that start so */
export function assertMark(prefix: string): void {
  if (prefix.startsWith(markPrefix)) return;
  throw new AppError('invalid_argument', `"${prefix}": only labels of "${markPrefix}" can be searched for`);
}

/**
 * Returns labels after an update (containerd core/metadata/content.go `Update`). No path, or `labels`: the given ones
 * replace all. `labels.<key>`: only that key is copied, or removed if it is '' or absent.
 *
 * @throws AppError invalid_argument any other path; nothing is changed then
 */
export function updateLabels(current: Labels, given: Labels, fieldpaths: readonly string[]): Labels {
  assertFieldpaths(fieldpaths);
  if (fieldpaths.length === 0 || fieldpaths.includes('labels')) return withoutEmpty(given);
  const labels = new Map(Object.entries(current));
  for (const path of fieldpaths) {
    const key = path.slice(labelPrefix.length);
    labels.set(key, Object.hasOwn(given, key) ? (given[key] ?? '') : '');
  }
  return withoutEmpty(Object.fromEntries(labels));
}

/** @throws AppError invalid_argument a path that is neither `labels` nor `labels.<key>` */
export function assertFieldpaths(fieldpaths: readonly string[]): void {
  for (const path of fieldpaths) {
    if (path === 'labels' || (path.startsWith(labelPrefix) && path.length > labelPrefix.length)) continue;
    throw new AppError('invalid_argument', `field path "${path}" of content cannot be updated`);
  }
}

/** Removes labels with an empty value, as containerd's boltutil does. */
export function withoutEmpty(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
}
