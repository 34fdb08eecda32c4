import { type DocumentKind, documentKind } from '../../oci/index.ts';
import { nonManifestForm, topOf } from '../tree/documentForm.ts';
import type { Selection } from './selection.ts';

/** Returns the specification that the selected document is validated against; undefined if it isn't loaded or may not be JSON. */
export function specKind({ node, fetched, manifest }: Selection): DocumentKind | undefined {
  if (!fetched) return undefined;
  if (manifest) {
    const form = nonManifestForm(manifest);
    if (!form) return documentKind(manifest.payload().mediaType);
    return form.icon === 'config' ? 'config' : 'json';
  }
  const mediaType = node.descriptor?.mediaType ?? '';
  const stated = node.kind === 'config' && mediaType === '' ? 'config' : documentKind(mediaType);
  const isManifestNode = node.path === '' || node.content === 'manifest';
  return isManifestNode ? (claimedKind(fetched.bytes) ?? stated) : stated;
}

/** Guesses the kind of an invalid manifest from its media type or its keys. */
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
