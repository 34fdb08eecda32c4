import { type RefObject, Suspense, useEffect, useRef, useState } from 'react';
import { formatPageAddress, type TreeAddress } from '../../api/index.ts';
import { ErrorPanel } from '../errors/ErrorPanel.tsx';
import styles from '../kit/frame.module.css';
import { useKeys } from '../kit/keys.ts';
import { useNarrow, usePatience } from '../kit/media.ts';
import parts from '../kit/parts.module.css';
import { TitleFocus } from '../kit/TitleFocus.tsx';
import { frameMessages } from '../messages/shell.ts';
import { useEnvironment } from '../state/environment.ts';
import { useNavigation } from '../state/navigation.ts';
import { useStoredDigests } from '../state/storedDigests.ts';
import { type ImageTree, useImageTree } from '../state/useImageTree.ts';
import { Divider } from './Divider.tsx';
import { Pane } from './lazyParts.tsx';
import { RecordRecentImage } from './RecordRecentImage.tsx';
import { StatusLine } from './StatusLine.tsx';
import { TreeView } from './TreeViewHost.tsx';

/** An image: its tree next to the pane of the selected node. On a narrow page the pane covers the tree. */
export function ImagePage({
  address,
  titleFocus,
}: {
  readonly address: TreeAddress;
  /** True if the title gets the focus when it is rendered. */
  readonly titleFocus: RefObject<boolean>;
}) {
  const image = useImageTree(address);
  const wasFailed = useRef(false);
  // The retry button that has the focus is removed with the error panel.
  if (wasFailed.current && image.state !== 'failed') titleFocus.current = true;
  wasFailed.current = image.state === 'failed';
  if (image.state === 'failed') {
    const { error, where, retry } = image;
    return (
      <>
        <main className={styles.page}>
          <ErrorPanel error={error} where={where} onRetry={retry} isPage />
          <TitleFocus wish={titleFocus} />
        </main>
        <StatusLine />
      </>
    );
  }
  return image.state === 'ready' ? (
    <OpenImage address={address} tree={image.tree} titleFocus={titleFocus} />
  ) : (
    <>
      <main className={styles.split} aria-busy="true">
        <Skeleton />
      </main>
      <StatusLine />
    </>
  );
}

function OpenImage({
  address,
  tree,
  titleFocus,
}: {
  readonly address: TreeAddress;
  readonly tree: ImageTree;
  readonly titleFocus: RefObject<boolean>;
}) {
  const { queries } = useEnvironment();
  const { go } = useNavigation();
  const presence = useStoredDigests(tree);
  const isNarrow = useNarrow();
  const { isTreeShown, showTree, hideTree } = useTreeShown();
  const addressOf = (path: string, tab = ''): TreeAddress => ({ ...address, select: path, tab, platform: '' });
  const select = (path: string, { byFocus = false, tab = '' } = {}) => {
    const isTreeOnly = isNarrow && isTreeShown;
    if (isTreeOnly) titleFocus.current = true;
    hideTree();
    const isShown = path === tree.selected && address.platform === '' && (tab === '' || tab === address.tab);
    if (!isShown || isTreeOnly) go(addressOf(path, tab), { replace: byFocus });
  };
  const isCovered = isNarrow && !isTreeShown;
  const closePane = isCovered ? showTree : undefined;
  useKeys({ Escape: closePane });
  const treeView = (
    <TreeView
      rows={tree.rows}
      selected={tree.selected}
      isStored={presence.isStored}
      selectsByFocus={!isNarrow}
      onSelect={select}
      onToggle={tree.toggle}
    />
  );
  const pane = (
    <Pane
      tree={tree}
      presence={presence}
      tab={address.tab}
      onTab={(tab) => go({ ...address, tab }, { replace: true })}
      onSelect={select}
      linkTo={(path, tab) => formatPageAddress(addressOf(path, tab))}
      retry={() => void queries.refetchQueries({ predicate: ({ state }) => state.status === 'error' })}
      onBack={closePane}
    />
  );
  return (
    <>
      <main className={styles.split}>
        {isNarrow && isTreeShown ? (
          <>
            <h1 id="title" tabIndex={-1} className={parts.hidden}>
              {address.reference.replace(/(:[^:/@]+)?@.*/, '')}
            </h1>
            <TitleFocus wish={titleFocus} />
          </>
        ) : null}
        {isCovered ? null : <section className={styles.tree}>{treeView}</section>}
        {isNarrow ? null : <Divider />}
        {isNarrow && isTreeShown ? null : (
          <section className={styles.pane}>
            <Suspense>
              {pane}
              <TitleFocus wish={titleFocus} />
            </Suspense>
          </section>
        )}
      </main>
      <RecordRecentImage tree={tree} onSelect={(path, tab = '') => select(path, { tab })} />
      <StatusLine presence={presence} />
    </>
  );
}

/**
 * Reports whether the tree is shown on a narrow page, which opens with the pane. Showing it adds a history entry, so that Back
 * returns to the pane.
 */
function useTreeShown() {
  const { window } = useEnvironment();
  const [isTreeShown, setShown] = useState(() => isTreeState(window.history.state));
  useEffect(() => {
    const step = () => setShown(isTreeState(window.history.state));
    window.addEventListener('popstate', step);
    return () => window.removeEventListener('popstate', step);
  }, [window]);
  return {
    isTreeShown,
    showTree: () => {
      window.history.pushState(treeState, '');
      setShown(true);
    },
    hideTree: () => setShown(false),
  };
}

const treeState = { tree: true };

function isTreeState(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'tree' in state;
}

/** Placeholder, shown only after a delay so that fast loads do not flash it. */
function Skeleton() {
  if (!usePatience()) return null;
  return (
    <>
      <section className={styles.tree} role="status" aria-label={frameMessages.loading}>
        {[0, 1, 2, 3, 4].map((row) => (
          <span key={row} className={styles.ghostRow} style={{ marginInlineStart: Math.min(row, 2) * 18 }} />
        ))}
      </section>
      <section className={styles.pane}>
        <span className={styles.ghostTitle} />
      </section>
    </>
  );
}
