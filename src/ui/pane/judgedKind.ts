import { type DocumentKind, documentKind } from '../../oci/index.ts';
import { mistakenForm } from '../documentForm.ts';
import type { Selection } from './selection.ts';

/** What the selected document is judged as; undefined where it is not here, or need not be JSON. */
export function judgedKind({ node, fetched, manifest }: Selection): DocumentKind | undefined {
  if (!fetched) return undefined;
  if (manifest) {
    const mistaken = mistakenForm(manifest);
    if (!mistaken) return documentKind(manifest.payload().mediaType);
    return mistaken.icon === 'config' ? 'config' : 'json';
  }
  const mediaType = node.descriptor?.mediaType ?? '';
  const stated = node.kind === 'config' && mediaType === '' ? 'config' : documentKind(mediaType);
  const isAlone = node.path === '' || node.content === 'manifest';
  return isAlone ? (claimedKind(fetched.bytes) ?? stated) : stated;
}

const claims = new WeakMap<Uint8Array, DocumentKind | 'none'>();

/** What a document that could not be read as a manifest claims to be, by its media type or its keys; judged once. */
function claimedKind(bytes: Uint8Array): DocumentKind | undefined {
  const claim = claims.get(bytes) ?? readClaim(bytes) ?? 'none';
  claims.set(bytes, claim);
  return claim === 'none' ? undefined : claim;
}

function readClaim(bytes: Uint8Array): DocumentKind | undefined {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const keys = typeof value === 'object' && value !== null ? value : {};
  const has = (...names: readonly string[]) => names.some((name) => Object.hasOwn(keys, name));
  const declared = 'mediaType' in keys && typeof keys.mediaType === 'string' ? documentKind(keys.mediaType) : undefined;
  if (declared) return declared;
  if (has('fsLayers')) return 'schema1';
  if (has('manifests')) return 'index';
  if (has('layers')) return 'manifest';
  return has('architecture') && has('os') ? 'config' : 'json';
}
