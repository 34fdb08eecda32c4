import type { Descriptor } from '../oci/index.ts';
import { artifactName } from './artifactNames.ts';
import { groupDigits } from './format.ts';
import { entryNode, join, type TreeNode } from './nodes.ts';

/** The group of what refers to a manifest: signatures, attestations, SBOMs (distribution-spec, referrers). */
export function referrersNode(owner: TreeNode, referrers: readonly Descriptor[]): TreeNode {
  return {
    path: join(owner.path, 'referrers'),
    kind: 'referrers',
    name: 'Referrers',
    note: groupDigits(referrers.length),
    measure: '',
    descriptor: undefined,
    platform: undefined,
    opens: true,
    content: 'none',
  };
}

/** What is in the group, named by its artifact type. */
export function referrerNodes(group: TreeNode, referrers: readonly Descriptor[]): readonly TreeNode[] {
  return referrers.map((referrer, index) => {
    const node = entryNode(join(group.path, String(index)), referrer, new Map());
    return { ...node, name: artifactName(referrer.artifactType ?? '') ?? referrer.artifactType ?? node.name };
  });
}
