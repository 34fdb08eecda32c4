import { formatReference, tagNameOnly } from '../../oci/index.ts';
import { maxTitleLength, type SavedImage } from '../saved/savedImages.ts';
import type { ImageTree } from '../state/useImageTree.ts';
import { paneTitle, platformFact } from '../tree/titles.ts';

/** An open image as it is listed among the recent and the pinned. */
export function openedOf({ reference, root, walk, configOf }: ImageTree, atMs: number): Required<SavedImage> {
  const steps = walk.steps.slice(0, 1);
  const title = paneTitle({ ...walk, steps }, platformFact(steps, root.manifest && configOf(root.manifest)));
  const icon = steps[0]?.node.icon ?? 'image';
  return {
    reference: formatReference(reference.domain === undefined ? reference : tagNameOnly(reference)),
    atMs,
    icon,
    title: title.slice(0, maxTitleLength),
    digest: root.fetched.digest,
  };
}
