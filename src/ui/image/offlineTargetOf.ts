import type { OfflineTarget } from '../saved/offlineTarget.ts';
import type { PaneProps } from './paneProps.ts';
import { savedImageOf } from './savedImageOf.ts';
import type { Selection } from './selection.ts';

/** Returns the target of the offline dialog for the selection; undefined if it isn't a manifest. */
export function offlineTargetOf(
  tree: PaneProps['tree'],
  { node, manifest, fetched }: Selection,
  title: string,
): OfflineTarget | undefined {
  const { where: repository } = tree;
  const digest = fetched?.digest ?? node.descriptor?.digest;
  if (!manifest || digest === undefined) return undefined;
  if (node.path === '') return { ...savedImageOf(tree, 0), repository };
  const reference = repository ? `${repository.host}/${repository.name}@${digest}` : digest;
  return { reference, digest, repository, title, icon: node.icon };
}
