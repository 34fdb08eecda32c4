import { lazy, Suspense } from 'react';
import { ErrorPanel } from '../errors/ErrorPanel.tsx';
import { About } from './About.tsx';
import { Annotations } from './Annotations.tsx';
import { ArtifactFacts } from './artifactFacts/ArtifactFacts.tsx';
import { ConfigView } from './ConfigView.tsx';
import { EntryTable } from './entries/EntryTable.tsx';
import { ImageOverview } from './ImageOverview.tsx';
import { LayersView } from './LayerTable.tsx';
import type { NodeProps } from './paneProps.ts';
import { ReferrersTable } from './Referrers.tsx';

const UsedBy = lazy(() => import('./UsedBy.tsx').then(({ UsedBy }) => ({ default: UsedBy })));

/** The first view of most nodes: a summary by kind, and the manifests that point to the node. */
export function Overview(props: NodeProps) {
  return (
    <>
      <Summary {...props} />
      <Suspense>
        <UsedBy key={props.selection.node.path} tree={props.tree} />
      </Suspense>
    </>
  );
}

function Summary(props: NodeProps) {
  const { tree, selection } = props;
  const { node, manifest } = selection;
  if (node.kind === 'config') return <ConfigView {...props} />;
  const configError = node.kind === 'image' ? manifest && tree.configErrorOf(manifest) : undefined;
  return (
    <>
      {configError ? <ErrorPanel error={configError} where={tree.where} onRetry={props.retry} /> : null}
      <ArtifactFacts {...props} />
      {node.kind === 'image' ? <ImageOverview {...props} /> : null}
      {node.kind === 'referrers' ? <ReferrersTable {...props} /> : null}
      {node.kind === 'layers' ? <LayersView {...props} /> : null}
      {node.kind !== 'image' && manifest ? (
        <>
          <EntryTable {...props} manifest={manifest} />
          <About selection={selection} />
        </>
      ) : null}
      <Annotations selection={selection} />
    </>
  );
}
