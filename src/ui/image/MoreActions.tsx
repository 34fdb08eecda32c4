import { lazy, Suspense, useCallback, useId, useRef, useState } from 'react';
import { useCopy } from '../kit/copy.ts';
import { hasPopover } from '../kit/hasPopover.ts';
import parts from '../kit/parts.module.css';
import { useEnvironment } from '../state/environment.ts';
import frame from '../summary/Summary.module.css';
import type { PaneProps } from './paneProps.ts';
import type { Selection } from './selection.ts';

const ActionMenu = lazy(() => import('./ActionMenu.tsx').then(({ ActionMenu }) => ({ default: ActionMenu })));

/** Shows the button of the menu of further actions. The menu is loaded when it is first opened. */
export function MoreActions({
  tree,
  selection,
  title,
  onDownload,
}: Pick<PaneProps, 'tree'> & {
  readonly selection: Selection;
  readonly title: string;
  /** Undefined if the node cannot be made available offline. */
  readonly onDownload: (() => void) | undefined;
}) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const { window } = useEnvironment();
  const isPopover = hasPopover(window);
  const [isMounted, setMounted] = useState(false);
  const [isShown, setShown] = useState<boolean>();
  const [copied, copy] = useCopy();
  const show = useCallback(
    (shown: boolean) => {
      setShown(shown);
      if (!isPopover) setMounted(shown);
    },
    [isPopover],
  );
  const status = { no: '', copied: 'Copied', refused: 'Not copied' }[copied];
  return (
    <>
      <button
        ref={button}
        type="button"
        className={`${parts.button} ${frame.more}`}
        aria-label={status || 'More actions'}
        aria-haspopup="menu"
        aria-expanded={isShown ?? false}
        // Once the menu is loaded the browser opens and closes it; a click on the button is then not a click outside.
        popoverTarget={isShown === undefined || !isPopover ? undefined : id}
        onClick={() => setMounted(isPopover || !isMounted)}
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
      {isMounted ? (
        <Suspense>
          <ActionMenu {...{ id, tree, selection, title, button, onDownload }} onCopy={copy} onShown={show} />
        </Suspense>
      ) : null}
    </>
  );
}
