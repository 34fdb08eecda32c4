import type { TreeNode } from '../nodes.ts';

export type TabName = 'overview' | 'layers' | 'dockerfile' | 'config' | 'raw';

export interface Tab {
  readonly name: TabName;
  readonly label: string;
}

/** The tabs of a node, the first of them shown where the address names none. */
export function tabsOf(node: TreeNode): readonly Tab[] {
  const overview: Tab = { name: 'overview', label: overviewLabel(node) };
  if (node.content === 'none') return [overview];
  const raw: Tab = { name: 'raw', label: 'Raw' };
  if (node.kind !== 'image') return [overview, raw];
  return [
    overview,
    { name: 'layers', label: 'Layers' },
    { name: 'dockerfile', label: 'Dockerfile' },
    { name: 'config', label: 'Config' },
    raw,
  ];
}

function overviewLabel({ kind, measure }: TreeNode): string {
  if (kind === 'config') return 'Config';
  if (kind !== 'index') return 'Overview';
  return measure.includes('platform') ? 'Platforms' : 'Entries';
}
