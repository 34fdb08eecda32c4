import { formatReference, tagNameOnly } from '../../oci/index.ts';
import { maxTitleLength, type SavedImage } from '../saved/savedImages.ts';
import { imageFacts } from '../state/imageFacts.ts';
import type { ImageTree } from '../state/useImageTree.ts';
import { paneTitle, platformFact } from '../tree/titles.ts';

/** Returns the open image as an entry of the recent and pinned lists. */
export function savedImageOf(
  tree: ImageTree,
  atMs: number,
): SavedImage & Required<Pick<SavedImage, 'icon' | 'title' | 'digest'>> {
  const { reference, root, walk, configOf } = tree;
  const steps = walk.steps.slice(0, 1);
  const title = paneTitle({ ...walk, steps }, platformFact(steps, root.manifest && configOf(root.manifest)));
  const icon = steps[0]?.node.icon ?? 'image';
  return {
    reference: formatReference(reference.domain === undefined ? reference : tagNameOnly(reference)),
    atMs,
    icon,
    title: title.slice(0, maxTitleLength),
    digest: root.fetched.digest,
    ...imageFacts(tree),
  };
}
