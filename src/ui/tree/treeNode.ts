import type { Descriptor, Platform } from '../../oci/index.ts';
import type { IconName } from '../kit/iconShapes.ts';
import type { NodeKind } from './nodeKind.ts';

/** A node of the tree, as its parent describes it before its own content is fetched. */
export interface TreeNode {
  /** Unique in its tree, and stable because links contain it; '' for the root. */
  readonly path: string;
  readonly kind: NodeKind;
  readonly icon: IconName;
  /** `linux/amd64`, `Config`, `2`. */
  readonly name: string;
  /** Source of the name: `parent` is final, `tag` is replaced by a known type; without it, the type of the document. */
  readonly namedBy?: 'parent' | 'tag';
  /** Secondary text after the name, such as the history line of a layer; may be ''. */
  readonly note: string;
  /** Text at the right end of the row: a size or a count; '' while unknown. */
  readonly measure: string;
  /** Undefined for a group, which has no content of its own. */
  readonly descriptor: Descriptor | undefined;
  /** The platform in the image's config; until that is loaded, the one in the index. For an attestation, its subject's. */
  readonly platform: Platform | undefined;
  /** True if the node can be expanded. */
  readonly opens: boolean;
  /** API its content is fetched with; `none`: not fetched to show it (layers). */
  readonly content: 'manifest' | 'blob' | 'none';
}

/** Returns the path of a child. */
export function join(parent: string, child: string): string {
  return parent === '' ? child : `${parent}/${child}`;
}
