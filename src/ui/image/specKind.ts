import { type DocumentKind, documentKind } from '../../oci/index.ts';
import { nonManifestForm, topOf } from '../tree/documentForm.ts';
import type { Selection } from './selection.ts';

/** What the selected document is judged as; undefined where it is not here, or need not be JSON. */
export function specKind({ node, fetched, manifest }: Selection): DocumentKind | undefined {
  if (!fetched) return undefined;
  if (manifest) {
    const mistaken = nonManifestForm(manifest);
    if (!mistaken) return documentKind(manifest.payload().mediaType);
    return mistaken.icon === 'config' ? 'config' : 'json';
  }
  const mediaType = node.descriptor?.mediaType ?? '';
  const stated = node.kind === 'config' && mediaType === '' ? 'config' : documentKind(mediaType);
  const isAlone = node.path === '' || node.content === 'manifest';
  return isAlone ? (claimedKind(fetched.bytes) ?? stated) : stated;
}

/** What a document that could not be read as a manifest claims to be, by its media type or its keys. */
function claimedKind(bytes: Uint8Array): DocumentKind | undefined {
  const top = topOf(bytes);
  if (!top) return undefined;
  const has = (name: string) => top.keys.includes(name);
  const declared = documentKind(top.mediaType);
  if (declared) return declared;
  if (has('fsLayers')) return 'schema1';
  if (has('manifests')) return 'index';
  if (has('layers')) return 'manifest';
  return has('architecture') && has('os') ? 'config' : 'json';
}
