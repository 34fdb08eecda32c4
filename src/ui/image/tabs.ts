import type { TreeNode } from '../tree/nodes.ts';

export type TabName = 'overview' | 'layers' | 'dockerfile' | 'config' | 'raw' | 'commands';

export interface Tab {
  readonly name: TabName;
  readonly label: string;
}

/** The tabs of a node, the first of them shown where the address names none. */
export function tabsOf(node: TreeNode): readonly Tab[] {
  const overview: Tab = { name: 'overview', label: overviewLabel(node) };
  const commands: Tab = { name: 'commands', label: 'Commands' };
  if (node.content === 'none') return [overview, commands];
  const raw: Tab = { name: 'raw', label: 'Raw' };
  // All that is to be seen of it is its text.
  if (node.kind === 'blob') return [raw, commands];
  if (node.kind !== 'image') return [overview, raw, commands];
  return [
    overview,
    { name: 'layers', label: 'Layers' },
    { name: 'dockerfile', label: 'Dockerfile' },
    { name: 'config', label: 'Config' },
    raw,
    commands,
  ];
}

function overviewLabel({ kind, measure }: TreeNode): string {
  if (kind === 'config') return 'Config';
  if (kind !== 'index') return 'Overview';
  return measure.includes('platform') ? 'Platforms' : 'Entries';
}
