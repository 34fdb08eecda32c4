import type { HostsAnswer } from '../../../api/index.ts';
import { artifactTypeOf, childrenOf, formatPlatform, isConfigType, knownPlatform } from '../../../oci/index.ts';
import { registryAddress } from '../../state/requestedUrl.ts';
import type { PaneProps } from '../paneProps.ts';
import type { Selection } from '../selection.ts';
import type { CommandSubject } from './command.ts';

/** Collects the facts that commands for the selected node need; undefined without a repository. */
export function commandSubjectOf(
  tree: PaneProps['tree'],
  selection: Selection,
  origin: string,
  hosts: HostsAnswer | undefined,
): CommandSubject | undefined {
  const { where, reference } = tree;
  const address = where && registryAddress(where.host, origin, hosts);
  if (!address) return undefined;
  const { node, manifest, owner, ownerPath } = selection;
  const { steps } = tree.walk;
  // Tools select an entry by the platform that the index states.
  const stated = knownPlatform(node.descriptor?.platform);
  const ownerNode = steps.find(({ node: { path } }) => path === ownerPath)?.node;
  const lister = steps.at(-2);
  const isListed = lister?.node.kind === 'referrers';
  const isTagged = node.path === '' && reference.domain !== undefined && reference.digest === undefined;
  const mediaType = manifest?.payload().mediaType;
  return {
    kind: node.kind,
    repository: { ...where, ...address },
    descriptor: node.descriptor && (mediaType ? { ...node.descriptor, mediaType } : node.descriptor),
    owner:
      owner && ownerNode?.descriptor && owner !== manifest
        ? {
            digest: ownerNode.descriptor.digest,
            isImage: owner.kind === 'image' && isConfigType(owner.config.mediaType),
          }
        : undefined,
    indexDigest: lister?.manifest?.kind === 'index' ? lister.node.descriptor?.digest : undefined,
    platform: node.kind === 'image' && stated ? formatPlatform(stated) : undefined,
    tag: isTagged ? (reference.tag ?? 'latest') : undefined,
    artifactType: (manifest && artifactTypeOf(manifest)) || node.descriptor?.artifactType,
    contentTypes: manifest ? childrenOf(manifest).map(({ descriptor }) => descriptor.mediaType) : [],
    // A referrer found by its tag states no subject: take the manifest whose referrers are listed.
    subjectDigest: manifest?.subject?.digest ?? (isListed ? steps.at(-3)?.node.descriptor?.digest : undefined),
    annotations: { ...node.descriptor?.annotations, ...manifest?.annotations },
  };
}
