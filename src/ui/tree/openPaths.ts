import type { TreeAddress } from '../../api/index.ts';
import { formatPlatform, type Manifest } from '../../oci/index.ts';
import { ancestorsOf, isGroup, isNodePath } from './nodePath.ts';

/** The node path that an address selects: its own, else the index entry of its platform, else the root. */
export function selectedOf({ select, platform }: TreeAddress, root: Manifest | undefined): string {
  if (select !== '' || platform === '' || root?.kind !== 'index') return select;
  const index = root.manifests.findIndex((entry) => entry.platform && formatPlatform(entry.platform) === platform);
  return index < 0 ? '' : `manifests/${index}`;
}

/** The root and every group are open until they are closed. */
export function isOpenByItself(path: string): boolean {
  return path === '' || isGroup(path.split('/').at(-1));
}

/** Returns what is open when a link opens: the default, the path to the selected node, and that node. */
export function isOpenAtFirst(path: string, selected: string): boolean {
  return isOpenByItself(path) || path === selected || selected.startsWith(`${path}/`);
}

/** `known`, and everything open that leads to the selected node. */
export function pathsTo(selected: string, known: ReadonlyMap<string, boolean>): Map<string, boolean> {
  const paths = new Map(known);
  if (isNodePath(selected)) for (const path of ancestorsOf(selected)) paths.set(path, true);
  return paths;
}
