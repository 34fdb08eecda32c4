import { type ComponentType, lazy } from 'react';
import { paneMessages } from '../messages/pane.ts';
import type { TreeNode } from '../tree/nodes.ts';
import { ConfigView } from './ConfigView.tsx';
import { LayersView } from './LayerTable.tsx';
import { Overview } from './Overview.tsx';
import type { NodeProps } from './paneProps.ts';

const labels = paneMessages.tabs;

/** A tab of the pane. To add one, add a row to `views`. */
export interface View {
  /** Name in the address: `tab=raw`. */
  readonly name: string;
  readonly label: (node: TreeNode) => string;
  readonly applies: (node: TreeNode) => boolean;
  readonly Body: ComponentType<NodeProps>;
  /** Shows the error of the config in place of the view. */
  readonly needsConfig?: boolean;
}

/** Every view of a node, in the order of the tabs. The first that applies is the default. */
const views: readonly View[] = [
  {
    name: 'overview',
    label: overviewLabel,
    applies: (node) => isFetchedOnDemand(node) || node.kind !== 'blob',
    Body: Overview,
  },
  {
    name: 'layers',
    label: () => labels.layers,
    applies: isImage,
    Body: LayersView,
  },
  {
    name: 'dockerfile',
    label: () => labels.dockerfile,
    applies: isImage,
    needsConfig: true,
    Body: lazy(() =>
      import('./dockerfile/DockerfileView.tsx').then(({ DockerfileView }) => ({ default: DockerfileView })),
    ),
  },
  {
    name: 'config',
    label: () => labels.config,
    applies: isImage,
    needsConfig: true,
    Body: ConfigView,
  },
  {
    name: 'raw',
    label: () => labels.raw,
    applies: (node) => !isFetchedOnDemand(node),
    Body: lazy(() => import('./raw/RawView.tsx').then(({ RawView }) => ({ default: RawView }))),
  },
  {
    name: 'commands',
    label: () => labels.commands,
    applies: () => true,
    Body: lazy(() => import('./commands/CommandsView.tsx').then(({ CommandsView }) => ({ default: CommandsView }))),
  },
];

/** Returns the views of a node; the first is the default. */
export function viewsOf(node: TreeNode): readonly View[] {
  return views.filter(({ applies }) => applies(node));
}

function isImage(node: TreeNode): boolean {
  return node.kind === 'image' && !isFetchedOnDemand(node);
}

/** Reports whether a node's content is not read to show it, such as a layer. */
function isFetchedOnDemand({ content }: TreeNode): boolean {
  return content === 'none';
}

function overviewLabel({ kind, measure }: TreeNode): string {
  if (kind === 'config') return labels.config;
  return kind === 'index' && !measure.includes('platform') ? labels.entries : labels.overview;
}
