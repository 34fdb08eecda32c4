import { AppError } from '../errors/index.ts';

/** Whether a text has the shape of a node path. The nodes of a tree come from its documents, not from here. */
export function isNodePath(text: string): boolean {
  return /^(?:manifests\/\d+(?:\/(?!$)|$))*(?:config|layers|(?:layers|blobs)\/\d+)?$/.test(text);
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
    if (isEntry || parts[end - 1] === 'layers') ancestors.push(parts.slice(0, end).join('/'));
  }
  return ancestors;
}
