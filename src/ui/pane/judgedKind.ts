import { type DocumentKind, documentKind } from '../../oci/index.ts';
import type { Selection } from './selection.ts';

/** What the selected document is judged as; undefined where it is not here, or need not be JSON. */
export function judgedKind({ node, fetched, manifest }: Selection): DocumentKind | undefined {
  if (!fetched) return undefined;
  if (manifest) return documentKind(manifest.payload().mediaType);
  const mediaType = node.descriptor?.mediaType ?? '';
  return node.kind === 'config' && mediaType === '' ? 'config' : documentKind(mediaType);
}
