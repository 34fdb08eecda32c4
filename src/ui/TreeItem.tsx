import { formatExactSize, shortDigest } from './format.ts';
import { Icon } from './icons.tsx';
import { spokenKind } from './nodes.ts';
import parts from './parts.module.css';
import styles from './TreeView.module.css';
import type { TreeRow } from './tree.ts';

/** One row: twisty, icon, name, one quiet fact, and its measure at the right. */
export function TreeItem({
  row,
  isSelected,
  isFocused,
  isHere,
  onSelect,
  onToggle,
}: {
  readonly row: TreeRow;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
  readonly isHere: boolean | undefined;
  readonly onSelect: () => void;
  readonly onToggle: () => void;
}) {
  const { node, error } = row;
  const { descriptor } = node;
  const digest = descriptor?.digest ?? '';
  const state = error ? 'failed' : isHere === false ? 'absent' : 'here';
  const stateWords = { failed: 'could not be read', absent: 'not here yet', here: '' }[state];
  const note = stateWords || node.note || (node.kind === 'layer' || digest === '' ? '' : shortDigest(digest));
  const exact = descriptor?.size === undefined ? undefined : formatExactSize(descriptor.size);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keys
    <div
      role="treeitem"
      aria-level={row.level}
      aria-setsize={row.setSize}
      aria-posinset={row.posInSet}
      aria-expanded={row.expanded}
      aria-selected={isSelected}
      aria-busy={row.busy || undefined}
      tabIndex={isFocused ? 0 : -1}
      className={styles.row}
      data-node={node.path}
      data-kind={node.kind}
      data-digest={digest}
      data-size={descriptor?.size === undefined ? '' : String(descriptor.size)}
      data-state={state}
      style={{ paddingInlineStart: 6 + (row.level - 1) * 18 }}
      onClick={(event) => (row.expanded !== undefined && isTwisty(event.target) ? onToggle() : onSelect())}
    >
      <span className={styles.twisty} data-open={row.expanded}>
        {row.expanded === undefined ? null : <Icon name="twisty" />}
      </span>
      <Icon name={error ? 'warning' : node.kind} className={styles.icon} />
      <span className={styles.name}>
        <Spoken text={spokenKind(node)} />
        {node.name}
      </span>
      <Spoken text={note && ', '} />
      <span className={styles.note} data-mono={node.note === '' && stateWords === ''} title={node.note || undefined}>
        {note}
      </span>
      <Spoken text={node.measure && ', '} />
      <span className={styles.measure} title={node.kind === 'image' ? undefined : exact}>
        {node.measure}
      </span>
    </div>
  );
}

/** For screen readers alone: what icons and columns say to the eye. */
function Spoken({ text }: { readonly text: string }) {
  return text === '' ? null : <span className={parts.hidden}>{text} </span>;
}

function isTwisty(target: EventTarget): boolean {
  return target instanceof Element && target.closest(`.${styles.twisty}`) !== null;
}
