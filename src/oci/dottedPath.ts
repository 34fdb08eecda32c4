import type { JsonDocument } from './json.ts';

const maxKeyLength = 200;
const maxPathLength = 2000;

/**
 * Returns the path of a row as dotted keys and indices: `layers.0.size`. Cuts keys after 200 characters and paths after 2000,
 * since documents may be 10000 levels deep. Takes time in proportion to the rows before it.
 */
export function dottedPath(document: JsonDocument, row: number): string {
  let path = '';
  for (let at = 0; at < row && path.length < maxPathLength; ) {
    const next = childAround(document, at, row);
    if (!next) return path;
    path += path === '' ? next.key : `.${next.key}`;
    at = next.child;
  }
  return path;
}

/** Returns the child of a container that contains the row, or is the row itself. */
function childAround(
  document: JsonDocument,
  parent: number,
  row: number,
): { readonly key: string; readonly child: number } | undefined {
  const isObject = document.kind(parent) === 'object';
  let child = isObject ? parent + 2 : parent + 1;
  let index = 0;
  while (child < document.next(parent)) {
    if (row < document.next(child)) {
      const key = isObject ? document.string(child - 1).slice(0, maxKeyLength) : String(index);
      return { key, child };
    }
    child = document.next(child) + (isObject ? 1 : 0);
    index++;
  }
  return undefined;
}
