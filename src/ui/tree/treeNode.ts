import type { Descriptor, Platform } from '../../oci/index.ts';
import type { IconName } from '../kit/iconShapes.ts';
import type { NodeKind } from './nodeKind.ts';

/** One row of the tree: what a document says of something, before that something is fetched. */
export interface TreeNode {
  /** Unique in its tree, and stable: it stands in links. '' is the root. */
  readonly path: string;
  readonly kind: NodeKind;
  readonly icon: IconName;
  /** `linux/amd64`, `Config`, `2`. */
  readonly name: string;
  /** Where the name comes from: `parent` stays, `tag` gives way to a known type; without it the document's type names it. */
  readonly namedBy?: 'parent' | 'tag';
  /** One quiet fact behind the name: the history line of a layer, or ''. */
  readonly note: string;
  /** What stands at the right: a size or a count; '' until it is known. */
  readonly measure: string;
  /** Undefined for a group, which is no content of its own. */
  readonly descriptor: Descriptor | undefined;
  /**
   * As the image's own config says, once that is here; until then as the index says. Of an attestation, the platform of what
   * it attests.
   */
  readonly platform: Platform | undefined;
  /** Whether it can be opened. */
  readonly opens: boolean;
  /** How its content is asked for; `none` is not asked for here (layers). */
  readonly content: 'manifest' | 'blob' | 'none';
}

/** The path of a child. */
export function join(parent: string, child: string): string {
  return parent === '' ? child : `${parent}/${child}`;
}
