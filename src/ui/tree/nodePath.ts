import { AppError } from '../../errors/index.ts';

/** Reports whether a text has the syntax of a node path; the node may not exist. */
export function isNodePath(text: string): boolean {
  return /^(?:(?:manifests|referrers)\/\d+(?:\/(?!$)|$))*(?:config|layers|referrers|(?:layers|blobs)\/\d+)?$/.test(
    text,
  );
}

/**
 * The paths that have to be open for `path` to be seen, outermost first: of `manifests/0/layers/1` these are '',
 * `manifests/0` and `manifests/0/layers`.
 *
 * @throws AppError invalid_argument where it is no node path
 */
export function ancestorsOf(path: string): readonly string[] {
  if (!isNodePath(path)) {
    throw new AppError('invalid_argument', `${JSON.stringify(path)} is no node path`, { reason: 'invalid_reference' });
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

/** Reports whether a path ends at a group, such as `layers`, which has no content of its own. */
export function isGroup(part: string | undefined): boolean {
  return part === 'layers' || part === 'referrers';
}

/** The path of a node as its ancestor's document has it: `layers/1` of `manifests/0/layers/1` under `manifests/0`. */
export function pathUnder(ancestor: string, path: string): string {
  return ancestor === '' ? path : path.slice(ancestor.length + 1);
}
