import { type IndexManifest, mediaTypes, parseManifest } from '../../../oci/index.ts';
import { rootNode, type TreeNode } from '../../nodes.ts';

/** For tests: the digest that ends in this number. */
export function digestOf(number: number): string {
  return `sha256:${String(number).padStart(64, '0')}`;
}

/** For tests: an entry of an index as it is written; `linux/amd64` or nothing for its platform. */
export function entry(number: number, platform = '', more: object = {}): object {
  const [os, architecture, variant] = platform.split('/');
  return {
    mediaType: mediaTypes.ociManifest,
    digest: digestOf(number),
    size: 500 + number,
    ...(os ? { platform: { os, architecture, ...(variant ? { variant } : {}) } } : {}),
    ...more,
  };
}

/** For tests: what BuildKit writes as the attestation of an entry. */
export function attestation(number: number, of: number): object {
  const annotations = {
    'vnd.docker.reference.type': 'attestation-manifest',
    'vnd.docker.reference.digest': digestOf(of),
  };
  return entry(number, 'unknown/unknown', { annotations });
}

/** For tests: an index of these, and the node of it as the root of a tree. */
export function indexOf(manifests: readonly object[]): { readonly index: IndexManifest; readonly node: TreeNode } {
  const bytes = new TextEncoder().encode(
    JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests }),
  );
  const index = parseManifest(mediaTypes.ociIndex, bytes);
  if (index.kind !== 'index') throw new Error('an index is read as one');
  const descriptor = { mediaType: mediaTypes.ociIndex, digest: digestOf(9999), size: BigInt(bytes.length) };
  return { index, node: rootNode({ descriptor, manifest: index }) };
}
