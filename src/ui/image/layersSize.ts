import { type Manifest, totalSize } from '../../oci/index.ts';
import { formatCount, groupDigits } from '../kit/format.ts';
import { layersOf } from '../tree/nodes.ts';

/** The size of an image's layers together, with what it is the size of; a sum of those that are stated is not the total. */
export interface LayersSize {
  readonly bytes: bigint | undefined;
  /** `in 7 layers`, `in 5 of 7 layers, total not known`, `total of 7 layers not stated`. */
  readonly words: string;
}

/** Undefined where a manifest has no layers. */
export function layersWords(manifest: Manifest): LayersSize | undefined {
  const layers = layersOf(manifest);
  if (layers.length === 0) return undefined;
  const bytes = totalSize(layers);
  const all = formatCount(layers.length, 'layer');
  if (bytes !== undefined) return { bytes, words: `in ${all}` };
  const sized = layers.filter(({ size }) => size !== undefined && size >= 0n);
  if (sized.length === 0) return { bytes: undefined, words: `total of ${all} not stated` };
  return { bytes: totalSize(sized), words: `in ${groupDigits(sized.length)} of ${all}, total not known` };
}
