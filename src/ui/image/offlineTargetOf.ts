import type { OfflineTarget } from '../saved/offlineTarget.ts';
import type { PaneProps } from './paneProps.ts';
import { openedOf } from './savedImageOf.ts';
import type { Selection } from './selection.ts';

/** What is selected, as it can be kept offline; undefined where it is no manifest. */
export function offlineTargetOf(
  tree: PaneProps['tree'],
  { node, manifest, fetched }: Selection,
  title: string,
): OfflineTarget | undefined {
  const { where: repository } = tree;
  const digest = fetched?.digest ?? node.descriptor?.digest;
  if (!manifest || digest === undefined) return undefined;
  if (node.path === '') return { ...openedOf(tree, 0), repository };
  const reference = repository ? `${repository.host}/${repository.name}@${digest}` : digest;
  return { reference, digest, repository, title, icon: node.icon };
}
