import { type Manifest, totalSize } from '../../oci/index.ts';
import { formatCount, groupDigits } from '../kit/format.ts';
import { layersOf } from '../tree/nodes.ts';

/** Total size of an image's layers. If some state no size, the sum of the others is not the total. */
export interface LayersSize {
  readonly bytes: bigint | undefined;
  /** `in 7 layers`, `in 5 of 7 layers, total unknown`, `total of 7 layers not stated`. */
  readonly text: string;
}

/** Returns the total size of a manifest's layers with a text; undefined if it has no layers. */
export function layersText(manifest: Manifest): LayersSize | undefined {
  const layers = layersOf(manifest);
  if (layers.length === 0) return undefined;
  const bytes = totalSize(layers);
  const all = formatCount(layers.length, 'layer');
  if (bytes !== undefined) return { bytes, text: `in ${all}` };
  const sized = layers.filter(({ size }) => size !== undefined && size >= 0n);
  if (sized.length === 0) return { bytes: undefined, text: `total of ${all} not stated` };
  return { bytes: totalSize(sized), text: `in ${groupDigits(sized.length)} of ${all}, total unknown` };
}
