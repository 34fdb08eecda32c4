import type { TreeAddress } from '../../api/index.ts';
import { formatPlatform, type Manifest } from '../../oci/index.ts';
import { attestedDigest } from './groupAttestations.ts';
import { ancestorsOf, isGroup, isNodePath } from './nodePath.ts';

/** Returns the node path that an address selects: its own, else the index entry of its platform, else the root. */
export function selectedOf({ select, platform }: TreeAddress, root: Manifest | undefined): string {
  if (select !== '' || platform === '' || root?.kind !== 'index') return select;
  const index = root.manifests.findIndex((entry) => entry.platform && formatPlatform(entry.platform) === platform);
  return index < 0 ? '' : `manifests/${index}`;
}

/** Reports whether a node is open by default: the root and every group. */
export function isOpenByItself(path: string): boolean {
  return path === '' || isGroup(path.split('/').at(-1));
}

/** Reports whether a node is open when a link is opened: by default, or because it is the selected node or its ancestor. */
export function isOpenAtFirst(path: string, selected: string, root?: Manifest): boolean {
  return (
    isOpenByItself(path) ||
    path === selected ||
    selected.startsWith(`${path}/`) ||
    path === attestedPath(selected, root)
  );
}

/** Returns `known` with all rows open that contain the selected node. */
export function pathsTo(
  selected: string,
  known: ReadonlyMap<string, boolean>,
  root: Manifest | undefined,
): Map<string, boolean> {
  const paths = new Map(known);
  const attested = attestedPath(selected, root);
  if (attested !== undefined) paths.set(attested, true);
  if (isNodePath(selected)) for (const path of ancestorsOf(selected)) paths.set(path, true);
  return paths;
}

/** Returns the path of the entry that the selected attestation is about: its row contains that of the attestation. */
function attestedPath(selected: string, root: Manifest | undefined): string | undefined {
  if (root?.kind !== 'index') return undefined;
  const entry = root.manifests[Number(/^manifests\/(\d+)/.exec(selected)?.[1] ?? -1)];
  const digest = attestedDigest(entry);
  const index = root.manifests.findIndex((each) => each.digest === digest);
  return index < 0 ? undefined : `manifests/${index}`;
}
