import { type TreeAddress, treeAddress } from '../../../api/index.ts';
import { isDigest } from '../../../oci/index.ts';
import { shortDigest } from '../../kit/format.ts';
import type { SavedImage } from '../../saved/savedImages.ts';
import type { Action } from '../actions.ts';

/** Returns an action for each saved image that opens it. It is found by its reference, title and digest. */
export function savedActions(images: readonly SavedImage[], open: (address: TreeAddress) => void): readonly Action[] {
  return images.map(({ reference, title = '', digest, icon = 'image' }) => ({
    id: reference,
    name: isDigest(reference) ? shortDigest(reference) : reference.replace(/@.*/, ''),
    fact: [reference.includes('@') ? shortDigest(digest ?? '') : '', title].filter(Boolean).join(' · '),
    icon,
    prefixes: [reference, ...prefixesOf(digest)],
    run: () => open(treeAddress(reference)),
  }));
}

/** Returns the texts a digest is found by: with and without its algorithm. */
export function prefixesOf(digest: string | undefined): readonly string[] {
  return digest ? [digest, digest.slice(digest.indexOf(':') + 1)] : [];
}
