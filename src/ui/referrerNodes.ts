import type { Descriptor } from '../oci/index.ts';
import { groupDigits } from './format.ts';
import { typeForm } from './forms.ts';
import { entryNode, join, type TreeNode } from './nodes.ts';

/** The group of what refers to a manifest: signatures, attestations, SBOMs (distribution-spec, referrers). */
export function referrersNode(owner: TreeNode, referrers: readonly Descriptor[]): TreeNode {
  return {
    path: join(owner.path, 'referrers'),
    kind: 'referrers',
    icon: 'referrers',
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
    const form = typeForm(referrer.artifactType ?? '');
    return { ...node, name: form?.name ?? referrer.artifactType ?? node.name };
  });
}
