import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { formatPageAddress, treeAddress } from '../../api/index.ts';
import { useOpenDialog } from '../actions/dialogs.ts';
import { exportSubjectOf, isManifestNode, taggedName } from '../actions/exportSubject.ts';
import { hasPopover } from '../kit/hasPopover.ts';
import { useEnvironment } from '../state/environment.ts';
import styles from './ActionMenu.module.css';
import type { PaneProps } from './paneProps.ts';
import type { Selection } from './selection.ts';

/** Menu of actions for the selected node (w3.org/WAI/ARIA/apg/patterns/menu-button), in the top layer by a popover. */
export function ActionMenu({
  id,
  tree,
  selection,
  title,
  button,
  onDownload,
  onCopy,
  onShown,
}: Pick<PaneProps, 'tree'> & {
  readonly id: string;
  readonly selection: Selection;
  readonly title: string;
  /** The button that opened the menu; it gets the focus back. */
  readonly button: RefObject<HTMLButtonElement | null>;
  /** Undefined if the node cannot be made available offline. */
  readonly onDownload: (() => void) | undefined;
  readonly onCopy: (text: string) => void;
  readonly onShown: (shown: boolean) => void;
}) {
  const { window } = useEnvironment();
  const openDialog = useOpenDialog();
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = menu.current;
    if (!element) return;
    const onToggle = (event: ToggleEvent) => {
      const isOpen = event.newState === 'open';
      onShown(isOpen);
      if (isOpen) items(element)[0]?.focus();
    };
    element.addEventListener('toggle', onToggle);
    return () => element.removeEventListener('toggle', onToggle);
  }, [onShown]);
  const isPopover = hasPopover(window);
  // The menu is mounted to be opened.
  useEffect(() => {
    if (isPopover) return menu.current?.showPopover();
    onShown(true);
    if (menu.current) items(menu.current)[0]?.focus();
  }, [isPopover, onShown]);
  const close = () => {
    if (isPopover) menu.current?.hidePopover();
    else onShown(false);
    button.current?.focus();
  };
  const { location } = window;
  const { node, manifest } = selection;
  const digest = node.descriptor?.digest;
  const root = manifest && digest && node.path !== '' ? rootAddress(tree, digest) : undefined;
  const copyDigest = (text: string) => {
    onCopy(text);
    close();
  };
  const tag = taggedName(tree.reference);
  const subject = exportSubjectOf({ repository: tree.where, tag }, node, title);
  const exportIt = () => {
    close();
    if (!subject) return;
    const size = node.descriptor?.size;
    openDialog(manifest || isManifestNode(node) ? { kind: 'export', subject } : { kind: 'save', subject, size });
  };
  const share = () => {
    close();
    const { where, root } = tree;
    const options = { origin: location.origin, repository: where, digest: root.fetched.digest, tag, select: node.path };
    openDialog({ kind: 'share', options, title });
  };
  const choose = (open: () => void) => {
    close();
    open();
  };
  const print = () => {
    close();
    window.print();
  };
  return (
    <div
      ref={menu}
      id={id}
      popover={isPopover ? 'auto' : undefined}
      role="menu"
      aria-label="More actions"
      className={styles.menu}
      onKeyDown={(event) => moveByKey(event, close)}
    >
      {digest ? (
        <button type="button" role="menuitem" tabIndex={-1} onClick={() => copyDigest(digest)}>
          Copy digest
        </button>
      ) : null}
      {onDownload ? (
        <button type="button" role="menuitem" tabIndex={-1} onClick={() => choose(onDownload)}>
          Make available offline…
        </button>
      ) : null}
      <button type="button" role="menuitem" tabIndex={-1} onClick={share}>
        Share…
      </button>
      {subject ? (
        <button type="button" role="menuitem" tabIndex={-1} onClick={exportIt}>
          {manifest || isManifestNode(node) ? 'Export…' : 'Save to a file…'}
        </button>
      ) : null}
      {root ? (
        <a role="menuitem" tabIndex={-1} href={root} onClick={close}>
          Open as root
        </a>
      ) : null}
      <a role="menuitem" tabIndex={-1} href={location.href} target="_blank" rel="noopener" onClick={close}>
        Open in a new tab
      </a>
      <button type="button" role="menuitem" tabIndex={-1} onClick={print}>
        Print
      </button>
    </div>
  );
}

function rootAddress({ where }: PaneProps['tree'], digest: string): string {
  return formatPageAddress(treeAddress(where ? `${where.host}/${where.name}@${digest}` : digest));
}

function items(menu: HTMLElement): readonly HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
}

/** Moves the focus as in the pattern: arrows wrap around, Home, End, a letter for the next item that starts with it; Tab closes. */
function moveByKey(event: KeyboardEvent<HTMLElement>, close: () => void): void {
  const { key, ctrlKey, metaKey, altKey, currentTarget } = event;
  if (ctrlKey || metaKey || altKey) return;
  // Blocks the page's shortcuts while the menu is open.
  event.stopPropagation();
  if (key === 'Escape') event.preventDefault();
  if (key === 'Escape' || key === 'Tab') {
    close();
    return;
  }
  const all = items(currentTarget);
  const at = all.findIndex((item) => item.matches(':focus'));
  const next = nextItem(all, at, key);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function nextItem(all: readonly HTMLElement[], at: number, key: string): HTMLElement | undefined {
  if (key === 'Home') return all[0];
  if (key === 'End') return all.at(-1);
  if (key === 'ArrowDown') return all[(at + 1) % all.length];
  if (key === 'ArrowUp') return all.at(at <= 0 ? -1 : at - 1);
  if (key.length !== 1 || key === ' ') return undefined;
  const later = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  return later.find((item) => item.textContent.toLowerCase().startsWith(key.toLowerCase()));
}
