import type { Descriptor } from '../../oci/index.ts';
import type { TreeNode } from './treeNode.ts';

/** The entries of an index, without the attestations that are about another of them. */
export interface GroupedEntries {
  readonly shown: readonly TreeNode[];
  /** The attestations about an entry, by its path. */
  readonly about: ReadonlyMap<string, readonly TreeNode[]>;
}

/** Returns the digest of the image that an entry of an index attests (docs.docker.com/build/metadata/attestations/attestation-storage). */
export function attestedDigest(entry: Descriptor | undefined): string | undefined {
  const { annotations } = entry ?? {};
  return annotations?.['vnd.docker.reference.type'] === 'attestation-manifest'
    ? annotations['vnd.docker.reference.digest']
    : undefined;
}

/** Assigns attestations to the first entry with the digest that they are about. */
export function groupAttestations(nodes: readonly TreeNode[]): GroupedEntries {
  const paths = new Map<string, string>();
  for (const { path, descriptor } of nodes) {
    if (descriptor && attestedDigest(descriptor) === undefined && !paths.has(descriptor.digest))
      paths.set(descriptor.digest, path);
  }
  const about = new Map<string, TreeNode[]>();
  const shown = nodes.filter((node) => {
    const subject = paths.get(attestedDigest(node.descriptor) ?? '');
    if (subject === undefined) return true;
    const known = about.get(subject);
    if (known) known.push(node);
    else about.set(subject, [node]);
    return false;
  });
  return { shown, about };
}
