import type { LayerIndex } from './layerIndex.ts';
import { layLayer } from './layLayer.ts';
import { MergedTree } from './mergedTree.ts';
import { MergeState } from './mergeState.ts';
import { UpperBuilder } from './upperBuilder.ts';
import { UpperTree } from './upperTree.ts';

/**
 * Merges layers, the lowest first, into one file system as overlayfs has it, and keeps what each layer did to each path, so that
 * the file system after any layer needs no further merge. Takes time and memory in proportion to the entries. What engines refuse
 * is shown, with a finding.
 *
 * @see https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md
 */
export function mergeLayers(layers: readonly LayerIndex[]): MergedTree {
  const state = new MergeState(layers);
  const upper = new UpperTree();
  for (const [layer, index] of layers.entries()) {
    new UpperBuilder(state, upper, index, layer).build();
    layLayer(state, upper, layer);
  }
  return new MergedTree(state);
}
