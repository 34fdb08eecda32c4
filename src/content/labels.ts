import { AppError } from '../errors/index.ts';

export type Labels = Readonly<Record<string, string>>;

const labelPrefix = 'labels.';

/**
 * What labels become by an update (containerd core/metadata/content.go `Update`). No path, or `labels`: the given
 * ones replace all. `labels.<key>`: that key alone is taken from the given ones, and goes where it is '' or absent.
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

/** A label without a value is no label, as in containerd's boltutil. */
export function withoutEmpty(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
}
