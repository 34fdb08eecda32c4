import { AppError } from '../../errors/index.ts';

/** Whether a text has the shape of a node path. The nodes of a tree come from its documents, not from here. */
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

/** Whether the last part of a path names a group, which is no content of its own. */
export function isGroup(part: string | undefined): boolean {
  return part === 'layers' || part === 'referrers';
}
