import type { Descriptor } from '../../oci/index.ts';
import { groupDigits } from '../kit/format.ts';
import { typeForm } from './forms.ts';
import { entryNode, join, type TreeNode } from './nodes.ts';

/** Returns the group of a manifest's referrers: signatures, attestations, SBOMs (distribution-spec, referrers). */
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

/** Returns the nodes of the group, named by the artifact type in the list until their manifests are loaded. */
export function referrerNodes(group: Pick<TreeNode, 'path'>, referrers: readonly Descriptor[]): readonly TreeNode[] {
  return referrers.map((referrer, index) => {
    const { namedBy: _, ...node } = entryNode(join(group.path, String(index)), referrer, new Map());
    const form = typeForm(referrer.artifactType ?? '');
    const name = form?.name ?? referrer.artifactType ?? node.name;
    return cosignTagOf(referrer) === undefined ? { ...node, name } : { ...node, name, namedBy: 'tag' };
  });
}

/**
 * Returns the cosign tag that a referrer was found by; undefined if the registry listed it. The app synthesizes the
 * descriptor of a referrer found by tag, so its artifact type is a guess and is not compared with the manifest.
 */
export function cosignTagOf(referrer: Descriptor | undefined): string | undefined {
  const tag = referrer?.annotations?.['org.opencontainers.image.ref.name'];
  return tag !== undefined && /^[a-z0-9]+-[a-f0-9]{32,}\.(sig|att|sbom)$/.test(tag) ? tag : undefined;
}
