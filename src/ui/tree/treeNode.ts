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
  /** Source of the name: `parent` is final, `tag` is replaced by a known type; without it, the type of the document. */
  readonly namedBy?: 'parent' | 'tag';
  /** One quiet fact behind the name: the history line of a layer, or ''. */
  readonly note: string;
  /** Text at the right end of the row: a size or a count; '' while unknown. */
  readonly measure: string;
  /** Undefined for a group, which is no content of its own. */
  readonly descriptor: Descriptor | undefined;
  /**
   * As the image's own config says, once that is here; until then as the index says. Of an attestation, the platform of what
   * it attests.
   */
  readonly platform: Platform | undefined;
  /** The node can be expanded. */
  readonly opens: boolean;
  /** API its content is fetched with; `none`: not fetched to show it (layers). */
  readonly content: 'manifest' | 'blob' | 'none';
}

/** The path of a child. */
export function join(parent: string, child: string): string {
  return parent === '' ? child : `${parent}/${child}`;
}
