import { lazy, Suspense, useCallback, useId, useRef, useState } from 'react';
import { useCopy } from '../kit/copy.ts';
import { hasPopover } from '../kit/hasPopover.ts';
import parts from '../kit/parts.module.css';
import { useEnvironment } from '../state/environment.ts';
import styles from './Pane.module.css';
import type { PaneProps } from './paneProps.ts';
import type { Selection } from './selection.ts';

const ActionMenu = lazy(() => import('./ActionMenu.tsx').then(({ ActionMenu }) => ({ default: ActionMenu })));

/** The button of the menu of rarer actions. The menu itself is loaded when it is first asked for. */
export function MoreActions({
  tree,
  selection,
  title,
  onDownload,
}: Pick<PaneProps, 'tree'> & {
  readonly selection: Selection;
  readonly title: string;
  /** Undefined where it cannot be kept offline. */
  readonly onDownload: (() => void) | undefined;
}) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const { window } = useEnvironment();
  const isPopover = hasPopover(window);
  const [isWanted, setWanted] = useState(false);
  const [isShown, setShown] = useState<boolean>();
  const [copied, copy] = useCopy();
  const show = useCallback(
    (shown: boolean) => {
      setShown(shown);
      if (!isPopover) setWanted(shown);
    },
    [isPopover],
  );
  const status = { no: '', copied: 'Copied', refused: 'Not copied' }[copied];
  return (
    <>
      <button
        ref={button}
        type="button"
        className={`${parts.button} ${styles.more}`}
        aria-label={status || 'More actions'}
        aria-haspopup="menu"
        aria-expanded={isShown ?? false}
        // Once it is there the browser opens and closes it, and knows that a click here is no click elsewhere.
        popoverTarget={isShown === undefined || !isPopover ? undefined : id}
        onClick={() => setWanted(isPopover || !isWanted)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          button.current?.click();
        }}
      >
        {status || '⋯'}
        <span role="status" className={parts.hidden}>
          {status}
        </span>
      </button>
      {isWanted ? (
        <Suspense>
          <ActionMenu {...{ id, tree, selection, title, button, onDownload }} onCopy={copy} onShown={show} />
        </Suspense>
      ) : null}
    </>
  );
}
