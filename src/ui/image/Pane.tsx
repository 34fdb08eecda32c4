import { lazy, Suspense } from 'react';
import { AppError } from '../../errors/index.ts';
import { ErrorPanel } from '../errors/ErrorPanel.tsx';
import { Skeleton } from '../kit/Skeleton.tsx';
import { paneMessages } from '../messages/pane.ts';
import frame from '../summary/Summary.module.css';
import { paneTitle } from '../tree/titles.ts';
import { ArtifactFacts } from './artifactFacts/ArtifactFacts.tsx';
import { HeadFacts } from './HeadFacts.tsx';
import { PaneHead } from './PaneHead.tsx';
import type { NodeProps, PaneProps } from './paneProps.ts';
import './print.css';
import { usePaneScroll } from './paneScroll.ts';
import { Refusal } from './Refusal.tsx';
import { RefusedText } from './RefusedText.tsx';
import { readSelection } from './selection.ts';
import { Tabs } from './Tabs.tsx';
import { useShownPlatform } from './useShownPlatform.ts';
import { type View, viewsOf } from './views.tsx';

const DownloadLayer = lazy(() =>
  import('../offline/DownloadLayer.tsx').then(({ DownloadLayer }) => ({ default: DownloadLayer })),
);

/** Shows the selected node. */
export function Pane(props: PaneProps) {
  const { tree } = props;
  const selection = readSelection(tree);
  const shown = useShownPlatform(tree, selection);
  const article = usePaneScroll(tree.selected);
  const title = paneTitle(tree.walk, selection.platform, selection.isConfigAwaited);
  return (
    <article ref={article} className={frame.pane} aria-labelledby="title">
      <PaneHead {...props} selection={selection} shown={shown} title={title} />
      <PaneBody {...props} selection={selection} shown={shown} />
    </article>
  );
}

function PaneBody(props: NodeProps) {
  const { tree, tab, onTab, retry, selection } = props;
  const { walk } = tree;
  if (walk.end === 'missing') return <ErrorPanel error={noSuchNode(tree.selected)} where={tree.where} />;
  if (selection.error) {
    return (
      <>
        <ErrorPanel error={selection.error} where={tree.where} onRetry={retry} />
        <RefusedText {...props} error={selection.error} />
      </>
    );
  }
  if (selection.isWaiting) return <Skeleton />;
  const views = viewsOf(selection.node);
  const view = views.find(({ name }) => name === tab) ?? views[0];
  if (!view) return null;
  const tabs = views.map(({ name, label }) => ({ name, label: label(selection.node) }));
  return (
    <>
      <Refusal {...props} />
      <HeadFacts {...props} />
      {selection.node.content === 'none' && selection.node.descriptor && tree.where ? (
        <Suspense>
          <DownloadLayer key={selection.node.path} node={selection.node} repository={tree.where} />
        </Suspense>
      ) : null}
      {selection.node.kind === 'blob' ? <ArtifactFacts {...props} /> : null}
      {tabs.length > 1 ? <Tabs tabs={tabs} current={view.name} onTab={onTab} /> : null}
      <div
        id="tabpanel"
        {...(tabs.length > 1 ? { role: 'tabpanel', 'aria-labelledby': `tab-${view.name}` } : {})}
        className={frame.panel}
      >
        <ViewBody {...props} view={view} />
      </div>
    </>
  );
}

function ViewBody({ view: { Body, needsConfig }, ...props }: NodeProps & { readonly view: View }) {
  const { tree, selection, retry } = props;
  const configError = needsConfig && selection.manifest ? tree.configErrorOf(selection.manifest) : undefined;
  if (configError) return <ErrorPanel error={configError} where={tree.where} onRetry={retry} />;
  return (
    <Suspense fallback={<Skeleton />}>
      <Body {...props} />
    </Suspense>
  );
}

function noSuchNode(path: string): AppError {
  return new AppError('not_found', `no node ${JSON.stringify(path)} in this image`, {
    reason: 'not_found',
    detail: paneMessages.noSuchNode,
  });
}
