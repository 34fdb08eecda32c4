import { type KeyboardEvent, lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useEnvironment } from './environment.ts';
import { TreeItem } from './TreeItem.tsx';
import styles from './TreeView.module.css';
import type { TreeRow } from './tree.ts';
import { findTyped, treeMove } from './treeKeys.ts';

const VirtualRows = lazy(() => import('./VirtualRows.tsx').then(({ VirtualRows }) => ({ default: VirtualRows })));

/** Up to here every row is in the DOM, where the browser's own search finds it. */
const mostPlainRows = 200;
const typingPauseMs = 700;

export interface TreeViewProps {
  readonly label: string;
  readonly rows: readonly TreeRow[];
  readonly selected: string;
  /** Whether a digest is in the content store; undefined while that is not known. */
  readonly isHere: (digest: string) => boolean | undefined;
  /** `byFocus`: the focus rests there; else it was clicked or entered. */
  readonly onSelect: (path: string, options: { readonly byFocus: boolean }) => void;
  /** Whether what the focus rests on is selected, as where the pane stands beside the tree. */
  readonly selectsByFocus: boolean;
  readonly onToggle: (paths: readonly string[], open: boolean) => void;
}

/** The tree (w3.org/WAI/ARIA/apg/patterns/treeview), flat rows with their level stated, one of them in the tab order. */
export function TreeView({ label, rows, selected, isHere, selectsByFocus, onSelect, onToggle }: TreeViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(selected);
  const shown = rows.some(({ node }) => node.path === focused) ? focused : nearest(rows, focused);
  const takeFocus = useFocusMove(scroller, shown);
  useEffect(() => setFocused(selected), [selected]);
  const rest = useRest((path) => onSelect(path, { byFocus: true }));

  const focusOn = (path: string) => {
    setFocused(path);
    takeFocus();
    if (selectsByFocus) rest(path);
  };
  const select = (path: string) => {
    rest(undefined);
    onSelect(path, { byFocus: false });
  };
  const isTyped = useTypeAhead(rows, shown, focusOn);
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyped(event)) return event.preventDefault();
    const move = treeMove(rows, shown, event.key);
    if (!move) return;
    event.preventDefault();
    if (move.focus !== undefined) focusOn(move.focus);
    if (move.open) onToggle(move.open, true);
    if (move.close !== undefined) onToggle([move.close], false);
    if (move.select !== undefined) select(move.select);
  };
  const renderRow = (row: TreeRow) => (
    <TreeItem
      key={row.node.path}
      row={row}
      isSelected={row.node.path === selected}
      isFocused={row.node.path === shown}
      isHere={row.node.content === 'none' ? true : isHere(row.node.descriptor?.digest ?? '')}
      onSelect={() => {
        focusOn(row.node.path);
        select(row.node.path);
      }}
      onToggle={() => {
        focusOn(row.node.path);
        onToggle([row.node.path], !row.expanded);
      }}
    />
  );
  const focusIndex = rows.findIndex(({ node }) => node.path === shown);
  return (
    <div className={styles.scroller} ref={scroller}>
      <div role="tree" aria-label={label} className={styles.tree} onKeyDown={press}>
        {rows.length <= mostPlainRows ? (
          rows.map(renderRow)
        ) : (
          <Suspense fallback={rows.slice(0, 50).map(renderRow)}>
            <VirtualRows rows={rows} scroller={scroller} focusIndex={focusIndex} renderRow={renderRow} />
          </Suspense>
        )}
      </div>
    </div>
  );
}

/** The row that stands in for one that is not to be seen: the nearest ancestor, else the first. */
function nearest(rows: readonly TreeRow[], path: string): string {
  const ancestors = rows.filter(({ node }) => path.startsWith(`${node.path}/`));
  return (ancestors.at(-1) ?? rows[0])?.node.path ?? '';
}

/** Moves the focus of the browser to the focused row once that is drawn, when asked to. */
function useFocusMove(scroller: { readonly current: HTMLElement | null }, focused: string): () => void {
  const pending = useRef(false);
  useEffect(() => {
    if (!pending.current) return;
    const row = scroller.current?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]');
    if (row?.dataset.node !== focused) return;
    pending.current = false;
    row.focus();
  });
  return () => {
    pending.current = true;
  };
}

const restMs = 120;

/** Calls back with the last path once no other came for a moment, so that a held arrow key does not fetch every row. */
function useRest(arrive: (path: string) => void): (path: string | undefined) => void {
  const { window } = useEnvironment();
  const timer = useRef(0);
  const latest = useRef(arrive);
  latest.current = arrive;
  useEffect(() => () => window.clearTimeout(timer.current), [window]);
  return (path) => {
    window.clearTimeout(timer.current);
    if (path !== undefined) timer.current = window.setTimeout(() => latest.current(path), restMs);
  };
}

const commands = new Set(['c', 'y', '/', '?', '[', ']', '*', ' ']);

/** Collects typed characters. The page's one-key commands keep their keys unless a word is being typed. */
function useTypeAhead(
  rows: readonly TreeRow[],
  focused: string,
  focusOn: (path: string) => void,
): (event: KeyboardEvent) => boolean {
  const typed = useRef({ text: '', atMs: 0 });
  return (event) => {
    if (event.key.length !== 1) return false;
    const isFresh = event.timeStamp - typed.current.atMs > typingPauseMs;
    if (isFresh && commands.has(event.key)) return false;
    const text = isFresh ? event.key : typed.current.text + event.key;
    typed.current = { text, atMs: event.timeStamp };
    const found = findTyped(rows, focused, text);
    if (found !== undefined) focusOn(found);
    return true;
  };
}
