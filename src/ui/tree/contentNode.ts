import {
  type Descriptor,
  isForeignLayerType,
  isLayerType,
  maxManifestBytes,
  mediaTypeEssence,
  mediaTypes,
} from '../../oci/index.ts';
import { formatSize } from '../kit/format.ts';
import type { IconName } from '../kit/iconShapes.ts';
import { typeForm } from './forms.ts';
import type { TreeNode } from './treeNode.ts';

/** Maximum size of a blob other than JSON that is read to show it, as text or hex. */
const maxOtherBytes = 2n ** 20n;
export const predicateKey = 'in-toto.io/predicate-type';

/** Returns the node of a blob. `position` counts from 0; -1 for an entry of an index. */
export function contentNode(path: string, blob: Descriptor, position: number, history: string): TreeNode {
  const { mediaType, annotations } = blob;
  const isLayer = isLayerType(mediaType) || mediaTypeEssence(mediaType) === mediaTypes.dockerSchema1Layer;
  const title = annotations?.['org.opencontainers.image.title'];
  const type = annotations?.[predicateKey] ?? blob.artifactType ?? mediaType;
  const form = typeForm(type);
  const number = position < 0 ? (isLayer ? 'Layer' : type) : String(position + 1);
  return {
    path,
    kind: isLayer ? 'layer' : 'blob',
    icon: isLayer ? layerIcon(blob) : (form?.icon ?? 'blob'),
    name: isLayer ? number : (title ?? form?.name ?? number),
    note: history || (isLayer ? (title ?? layerNote(blob)) : type),
    measure: formatMeasure(blob.size),
    descriptor: blob,
    platform: undefined,
    opens: false,
    content: !isLayer && isDocument(blob) ? 'blob' : 'none',
  };
}

/** Reports whether a blob is small enough to be read when it is selected. */
function isDocument({ size, mediaType }: Descriptor): boolean {
  const isJson = /[+/]json$/.test(mediaTypeEssence(mediaType));
  return size !== undefined && size >= 0n && size <= (isJson ? BigInt(maxManifestBytes) : maxOtherBytes);
}

function layerIcon(layer: Descriptor): IconName {
  if (isEncryptedType(layer.mediaType)) return 'lock';
  return isForeignLayerType(layer.mediaType) ? 'cloud' : 'layer';
}

function layerNote(layer: Descriptor): string {
  if (isEncryptedType(layer.mediaType)) return 'encrypted';
  return isForeignLayerType(layer.mediaType) ? 'foreign layer' : '';
}

function isEncryptedType(mediaType: string): boolean {
  return mediaTypeEssence(mediaType).endsWith('+encrypted');
}

/** Formats a size for a row; '' if unknown. */
export function formatMeasure(size: bigint | undefined): string {
  return size === undefined ? '' : formatSize(size);
}
