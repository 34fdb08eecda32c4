import { paneMessages } from '../messages/pane.ts';
import type { TreeNode } from '../tree/nodes.ts';

const labels = paneMessages.tabs;

export type TabName = 'overview' | 'layers' | 'dockerfile' | 'config' | 'raw' | 'commands';

export interface Tab {
  readonly name: TabName;
  readonly label: string;
}

/** Returns the tabs of a node. The first is the default. */
export function tabsOf(node: TreeNode): readonly Tab[] {
  const overview: Tab = { name: 'overview', label: overviewLabel(node) };
  const commands: Tab = { name: 'commands', label: labels.commands };
  if (node.content === 'none') return [overview, commands];
  const raw: Tab = { name: 'raw', label: labels.raw };
  if (node.kind === 'blob') return [raw, commands];
  if (node.kind !== 'image') return [overview, raw, commands];
  return [
    overview,
    { name: 'layers', label: labels.layers },
    { name: 'dockerfile', label: labels.dockerfile },
    { name: 'config', label: labels.config },
    raw,
    commands,
  ];
}

function overviewLabel({ kind, measure }: TreeNode): string {
  if (kind === 'config') return labels.config;
  if (kind !== 'index') return labels.overview;
  return measure.includes('platform') ? labels.platforms : labels.entries;
}
