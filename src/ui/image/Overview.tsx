import { lazy, Suspense } from 'react';
import { ErrorPanel } from '../errors/ErrorPanel.tsx';
import { Skeleton } from '../kit/Skeleton.tsx';
import { layerMessages } from '../messages/pane.ts';
import { hasImageConfig } from '../tree/nodes.ts';
import { Annotations } from './Annotations.tsx';
import { ArtifactFacts } from './artifactFacts/ArtifactFacts.tsx';
import { ConfigView } from './ConfigView.tsx';
import { EntryTable } from './entries/EntryTable.tsx';
import { statedBy } from './howDetected.ts';
import { ImageSummary } from './ImageSummary.tsx';
import { LayersView, LayerTable } from './LayerTable.tsx';
import styles from './Pane.module.css';
import type { NodeProps } from './paneProps.ts';
import { ReferrersLine, ReferrersTable } from './Referrers.tsx';
import type { ShownPlatform } from './useShownPlatform.ts';

const UsedBy = lazy(() => import('./UsedBy.tsx').then(({ UsedBy }) => ({ default: UsedBy })));

/**
 * The first view of most nodes: a summary by kind, and the manifests that point to the node. What is below the summary of an image
 * waits for it, so that nothing moves.
 */
export function Overview(props: NodeProps) {
  if (isAwaited(props)) return <Skeleton />;
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
  const { selection, shown } = props;
  const { node, manifest } = selection;
  if (node.kind === 'config') return <ConfigView {...props} />;
  return (
    <>
      {node.kind === 'image' ? <Image {...props} /> : null}
      {node.kind === 'image' ? null : <ArtifactFacts {...props} />}
      {node.kind === 'referrers' ? <ReferrersTable {...props} /> : null}
      {node.kind === 'layers' ? <LayersView {...props} /> : null}
      {typeof shown === 'object' ? <ShownImage {...props} shown={shown} /> : null}
      {node.kind !== 'image' && manifest ? (
        <>
          <ReferrersLine {...props} />
          <EntryTable {...props} manifest={manifest} />
        </>
      ) : null}
      <Annotations selection={selection} />
    </>
  );
}

function Image(props: NodeProps) {
  const { tree, selection, retry } = props;
  const { node, manifest, config } = selection;
  if (!manifest) return null;
  const error = tree.configErrorOf(manifest);
  const image = { manifest, config, path: node.path, descriptor: node.descriptor, statedBy: statedBy(node) };
  return (
    <>
      {error ? <ErrorPanel error={error} where={tree.where} onRetry={retry} /> : null}
      <ArtifactFacts {...props} />
      <ImageSummary {...props} image={image} />
      <ReferrersLine {...props} />
      <section className={styles.section}>
        <h2>{layerMessages.howBuilt}</h2>
        <LayerTable {...props} />
      </section>
    </>
  );
}

/** Shows the summary of one platform of an index. */
function ShownImage({ shown, ...props }: NodeProps & { readonly shown: ShownPlatform }) {
  const { tree, retry } = props;
  const { entry, manifest, config, error } = shown;
  const { path, descriptor } = entry.node;
  return (
    <>
      {error ? <ErrorPanel error={error} where={tree.where} onRetry={retry} /> : null}
      {manifest ? (
        <ImageSummary {...props} image={{ manifest, config, path, descriptor, statedBy: statedBy(entry.node) }} />
      ) : null}
    </>
  );
}

/** Reports whether the image whose summary is shown is still loading. */
function isAwaited({ shown, selection: { node, isConfigAwaited } }: NodeProps): boolean {
  if (node.kind === 'image') return isConfigAwaited;
  if (shown === undefined || shown === 'waiting') return shown === 'waiting';
  const { manifest, config, error } = shown;
  if (error) return false;
  return !manifest || (hasImageConfig(manifest) && manifest.config.digest !== '' && !config);
}
