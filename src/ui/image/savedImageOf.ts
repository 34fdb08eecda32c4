import { formatReference, tagNameOnly } from '../../oci/index.ts';
import { maxTitleLength, type SavedImage } from '../saved/savedImages.ts';
import { imageFacts } from '../state/imageFacts.ts';
import type { ImageTree } from '../state/useImageTree.ts';
import { paneTitle, platformFact } from '../tree/titles.ts';
import type { Selection } from './selection.ts';

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

/** Returns the selected image as an entry of the pinned list: the open image, or one of its platforms. */
export function savedNodeOf(
  tree: ImageTree,
  { node, fetched }: Pick<Selection, 'node' | 'fetched'>,
  title: string,
  atMs: number,
): SavedImage {
  const digest = fetched?.digest ?? node.descriptor?.digest;
  if (node.path === '' || digest === undefined) return savedImageOf(tree, atMs);
  const { where } = tree;
  const reference = where ? `${where.host}/${where.name}@${digest}` : digest;
  return { reference, atMs, icon: node.icon, title: title.slice(0, maxTitleLength), digest };
}
