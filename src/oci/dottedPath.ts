import type { JsonDocument } from './json.ts';

const maxKeyLength = 200;
const maxPathLength = 2000;

/**
 * The place of a row as dotted keys and indices: `layers.0.size`. Keys longer than 200 characters are cut, and so is a
 * path after 2000: documents may be 10000 levels deep.
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

/** The child of a container that a row is, or is in. */
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
