import { AppError } from '../../errors/index.ts';

/** Reports whether a text has the syntax of a node path; the node may not exist. */
export function isNodePath(text: string): boolean {
  return /^(?:(?:manifests|referrers)\/\d+(?:\/(?!$)|$))*(?:config|layers|referrers|(?:layers|blobs)\/\d+)?$/.test(
    text,
  );
}

/**
 * Returns the paths that must be expanded to show `path`, outermost first: '', `manifests/0` and `manifests/0/layers` for
 * `manifests/0/layers/1`.
 *
 * @throws AppError invalid_argument if `path` is not a node path
 */
export function ancestorsOf(path: string): readonly string[] {
  if (!isNodePath(path)) {
    throw new AppError('invalid_argument', `${JSON.stringify(path)} is not a node path`, {
      reason: 'invalid_reference',
    });
  }
  if (path === '') return [];
  const parts = path.split('/');
  const ancestors = [''];
  for (let end = 1; end < parts.length; end++) {
    const isEntry = /^\d+$/.test(parts[end - 1] ?? '');
    if (isEntry || isGroup(parts[end - 1])) ancestors.push(parts.slice(0, end).join('/'));
  }
  return ancestors;
}

/** Reports whether a path segment names a group, such as `layers`, which has no content of its own. */
export function isGroup(part: string | undefined): boolean {
  return part === 'layers' || part === 'referrers';
}

/** Returns a path relative to an ancestor: `layers/1` for `manifests/0/layers/1` under `manifests/0`. */
export function pathUnder(ancestor: string, path: string): string {
  return ancestor === '' ? path : path.slice(ancestor.length + 1);
}
