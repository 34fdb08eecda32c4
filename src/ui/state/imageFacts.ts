import { formatPlatform, type Manifest, totalSize } from '../../oci/index.ts';
import { childNodes, layersOf } from '../tree/nodes.ts';
import { platformOfConfig } from '../tree/platformFact.ts';
import type { ImageTree } from './useImageTree.ts';

/** Platforms and size of an open image, for lists of images. */
export interface ImageFacts {
  readonly platforms?: readonly string[];
  /** Total size of the layers; of an index, of its image for `sizedPlatform`. */
  readonly layerBytes?: number;
  readonly sizedPlatform?: string;
}

/** An index with more entries is listed without its platforms. */
const maxEntries = 40;

/** Returns what the loaded documents state. The size of an index is that of its first loaded image. */
export function imageFacts({
  root,
  documentOf,
  configOf,
}: {
  readonly root: { readonly manifest?: Manifest | undefined };
} & Pick<ImageTree, 'documentOf' | 'configOf'>): ImageFacts {
  const { manifest } = root;
  if (!manifest) return {};
  if (manifest.kind !== 'index') {
    const platform = platformOfConfig(configOf(manifest));
    return { ...(platform ? { platforms: [formatPlatform(platform)] } : {}), ...sizeOf(manifest) };
  }
  if (manifest.manifests.length > maxEntries) return {};
  const images = childNodes({ path: '' }, manifest).flatMap((node) =>
    node.kind === 'image' && node.platform ? [{ node, platform: formatPlatform(node.platform) }] : [],
  );
  if (images.length === 0) return {};
  const platforms = [...new Set(images.map(({ platform }) => platform))];
  const sized = images.map((image) => ({ ...image, manifest: documentOf(image.node)?.manifest }));
  const shown = sized.find((image) => image.manifest && sizeOf(image.manifest));
  return { platforms, ...(shown?.manifest ? { ...sizeOf(shown.manifest), sizedPlatform: shown.platform } : {}) };
}

function sizeOf(manifest: Manifest): { readonly layerBytes: number } | undefined {
  const layers = layersOf(manifest);
  const bytes = layers.length > 0 ? Number(totalSize(layers) ?? Number.NaN) : Number.NaN;
  return Number.isSafeInteger(bytes) ? { layerBytes: bytes } : undefined;
}
