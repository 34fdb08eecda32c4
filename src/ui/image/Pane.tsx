import { lazy, Suspense } from 'react';
import { AppError } from '../../errors/index.ts';
import { ErrorPanel } from '../errors/ErrorPanel.tsx';
import { Fact } from '../kit/Fact.tsx';
import { Skeleton } from '../kit/Skeleton.tsx';
import { paneMessages } from '../messages/pane.ts';
import { paneTitle } from '../tree/titles.ts';
import { About } from './About.tsx';
import { Annotations } from './Annotations.tsx';
import { ArtifactFacts } from './artifactFacts/ArtifactFacts.tsx';
import { ConfigView } from './ConfigView.tsx';
import { DigestKey } from './DigestKey.tsx';
import { EntryTable } from './entries/EntryTable.tsx';
import { Facts } from './Facts.tsx';
import { ImageOverview } from './ImageOverview.tsx';
import { LayerTable } from './LayerTable.tsx';
import styles from './Pane.module.css';
import { PaneHead } from './PaneHead.tsx';
import type { PaneProps } from './paneProps.ts';
import { specKind } from './specKind.ts';
import './print.css';
import { usePaneScroll } from './paneScroll.ts';
import { ReferrersFact, ReferrersTable } from './Referrers.tsx';
import { Refusal } from './Refusal.tsx';
import { RefusedText } from './RefusedText.tsx';
import { readSelection, type Selection } from './selection.ts';
import { Tabs } from './Tabs.tsx';
import { type TabName, tabsOf } from './tabs.ts';

const CommandsView = lazy(() =>
  import('./commands/CommandsView.tsx').then(({ CommandsView }) => ({ default: CommandsView })),
);
const DockerfileView = lazy(() =>
  import('./dockerfile/DockerfileView.tsx').then(({ DockerfileView }) => ({ default: DockerfileView })),
);
const DocumentFact = lazy(() =>
  import('./findings/DocumentFact.tsx').then(({ DocumentFact }) => ({ default: DocumentFact })),
);
const SignatureFact = lazy(() =>
  import('./findings/SignatureFact.tsx').then(({ SignatureFact }) => ({ default: SignatureFact })),
);
const DownloadLayer = lazy(() =>
  import('../offline/DownloadLayer.tsx').then(({ DownloadLayer }) => ({ default: DownloadLayer })),
);
const UsedBy = lazy(() => import('./UsedBy.tsx').then(({ UsedBy }) => ({ default: UsedBy })));
const RawView = lazy(() => import('./raw/RawView.tsx').then(({ RawView }) => ({ default: RawView })));

/** Shows the selected node. */
export function Pane(props: PaneProps) {
  const { tree } = props;
  const selection = readSelection(tree);
  const article = usePaneScroll(tree.selected);
  const title = paneTitle(tree.walk, selection.platform, selection.isConfigAwaited);
  return (
    <article ref={article} className={styles.pane} aria-labelledby="title">
      <PaneHead {...props} selection={selection} title={title} />
      <PaneBody {...props} selection={selection} />
    </article>
  );
}

function PaneBody(props: PaneProps & { readonly selection: Selection }) {
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
  const tabs = tabsOf(selection.node);
  const current = tabs.find(({ name }) => name === tab) ?? tabs[0];
  return (
    <>
      <Refusal {...props} />
      {current?.name === 'raw' && selection.node.kind !== 'blob' ? (
        <DigestKey digest={selection.node.descriptor?.digest ?? ''} />
      ) : (
        <Facts {...props}>
          {selection.manifest ? <ReferrersFact {...props} /> : null}
          {selection.fetched && selection.manifest?.kind === 'schema1' ? (
            <Suspense fallback={<Fact term={paneMessages.signature}>{paneMessages.loading}</Fact>}>
              <SignatureFact fetched={selection.fetched} />
            </Suspense>
          ) : null}
          {specKind(selection) ? (
            <Suspense fallback={<Fact term={paneMessages.specCheck}>{paneMessages.loading}</Fact>}>
              <DocumentFact {...props} />
            </Suspense>
          ) : null}
        </Facts>
      )}
      {selection.node.content === 'none' && selection.node.descriptor && tree.where ? (
        <Suspense>
          <DownloadLayer key={selection.node.path} node={selection.node} repository={tree.where} />
        </Suspense>
      ) : null}
      {selection.node.kind === 'blob' ? <ArtifactFacts {...props} /> : null}
      {tabs.length > 1 && current ? <Tabs tabs={tabs} current={current.name} onTab={onTab} /> : null}
      <div
        id="tabpanel"
        {...(tabs.length > 1 ? { role: 'tabpanel', 'aria-labelledby': `tab-${current?.name}` } : {})}
        className={styles.panel}
      >
        <TabBody {...props} name={current?.name ?? 'overview'} />
        {current?.name === 'overview' ? (
          <Suspense>
            <UsedBy key={selection.node.path} tree={tree} />
          </Suspense>
        ) : null}
      </div>
    </>
  );
}

function TabBody(props: PaneProps & { readonly selection: Selection; readonly name: TabName }) {
  const { selection, name, tree } = props;
  const { node, manifest } = selection;
  if (name === 'raw') {
    return (
      <Suspense fallback={<Skeleton />}>
        <RawView {...props} fetched={selection.fetched} />
      </Suspense>
    );
  }
  if (name === 'commands') {
    return (
      <Suspense fallback={<Skeleton />}>
        <CommandsView {...props} />
      </Suspense>
    );
  }
  const configError = manifest && tree.configErrorOf(manifest);
  if ((name === 'config' || name === 'dockerfile') && configError)
    return <ErrorPanel error={configError} where={tree.where} onRetry={props.retry} />;
  if (name === 'dockerfile') {
    return (
      <Suspense fallback={<Skeleton />}>
        <DockerfileView {...props} />
      </Suspense>
    );
  }
  if (name === 'config' || node.kind === 'config') return <ConfigView {...props} />;
  return (
    <>
      {name === 'overview' && node.kind === 'image' && configError ? (
        <ErrorPanel error={configError} where={tree.where} onRetry={props.retry} />
      ) : null}
      {name === 'overview' ? <ArtifactFacts {...props} /> : null}
      {name === 'overview' && node.kind === 'image' ? <ImageOverview {...props} /> : null}
      {node.kind === 'referrers' ? <ReferrersTable {...props} /> : null}
      {name === 'layers' || node.kind === 'layers' ? <LayerTable {...props} isFull /> : null}
      {name === 'overview' && node.kind !== 'image' && manifest ? <EntryTable {...props} manifest={manifest} /> : null}
      {name === 'overview' && node.kind !== 'image' && manifest ? <About selection={selection} /> : null}
      {name === 'overview' ? <Annotations selection={selection} /> : null}
    </>
  );
}

function noSuchNode(path: string): AppError {
  return new AppError('not_found', `no node ${JSON.stringify(path)} in this image`, {
    reason: 'not_found',
    detail: paneMessages.noSuchNode,
  });
}
