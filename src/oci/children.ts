import type { Descriptor } from './descriptor.ts';
import type { Manifest } from './manifest.ts';

/** Content that a manifest points to, with the path of its descriptor: `config`, `layers/2`, `manifests/0`, `blobs/1`. */
export interface Child {
  readonly path: string;
  readonly role: 'config' | 'layer' | 'manifest' | 'blob';
  readonly descriptor: Descriptor;
}

/** Lists the children of a manifest in document order, without the empty config of a document that has none. */
export function childrenOf(manifest: Manifest): readonly Child[] {
  switch (manifest.kind) {
    case 'image': {
      const { config, layers } = manifest;
      const hasConfig = config.digest !== '' || config.mediaType !== '';
      const first: readonly Child[] = hasConfig ? [{ path: 'config', role: 'config', descriptor: config }] : [];
      return [...first, ...listed('layers', 'layer', layers)];
    }
    case 'index':
      return listed('manifests', 'manifest', manifest.manifests);
    case 'schema1':
      return listed('layers', 'layer', manifest.layers);
    case 'artifact':
      return listed('blobs', 'blob', manifest.blobs);
  }
}

function listed(key: string, role: Child['role'], descriptors: readonly Descriptor[]): Child[] {
  return descriptors.map((descriptor, index) => ({ path: `${key}/${index}`, role, descriptor }));
}
