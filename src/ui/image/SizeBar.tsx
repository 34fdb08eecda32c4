import { totalSize } from '../../oci/index.ts';
import { formatSize } from '../kit/format.ts';
import { sizeBarMessages } from '../messages/pane.ts';
import styles from './SizeBar.module.css';

export interface BarPart {
  readonly path: string;
  readonly name: string;
  readonly note: string;
  readonly size: bigint;
}

const namedParts = 6;
/** More parts would be too thin to point at; the others are merged into one. */
const drawnParts = 32;
const colors = 4;

/**
 * Shows the layers side by side, as wide as their share of the total size; a click selects one. For the keyboard, buttons of
 * the largest are below the bar; all layers are in the table and the tree.
 */
export function SizeBar({
  parts,
  onSelect,
}: {
  readonly parts: readonly BarPart[];
  readonly onSelect: (path: string) => void;
}) {
  const { drawn, named, rest } = chooseParts(parts);
  const total = totalSize(parts) ?? 0n;
  const restSize = totalSize(rest) ?? 0n;
  return (
    <>
      <div className={styles.bar}>
        {drawn.map(({ part, color }) => (
          <button
            key={part.path}
            type="button"
            tabIndex={-1}
            aria-hidden="true"
            title={label(part)}
            data-color={color}
            style={{ flexGrow: shareOf(part.size, total) }}
            // Elements hidden from screen readers must not receive the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onSelect(part.path)}
          />
        ))}
        {rest.length > 0 ? (
          <span
            className={styles.rest}
            title={sizeBarMessages.smallerLayers(rest.length, restSize)}
            style={{ flexGrow: shareOf(restSize, total) }}
          />
        ) : null}
      </div>
      <ul className={styles.legend}>
        {named.map(({ part, color }) => (
          <li key={part.path}>
            <button type="button" data-color={color} onClick={() => onSelect(part.path)}>
              {label(part)}
            </button>
          </li>
        ))}
        {parts.length > named.length ? <li>{sizeBarMessages.andSmaller(parts.length - named.length)}</li> : null}
      </ul>
    </>
  );
}

interface DrawnPart {
  readonly part: BarPart;
  /** 1 to 4: neighbours in the bar differ. */
  readonly color: number;
}

/** Selects the largest parts to draw and to name, both in layer order; `rest` holds the others. */
export function chooseParts(parts: readonly BarPart[]): {
  readonly drawn: readonly DrawnPart[];
  readonly named: readonly DrawnPart[];
  readonly rest: readonly BarPart[];
} {
  const bySize = [...parts].sort((a, b) => (a.size === b.size ? 0 : a.size < b.size ? 1 : -1));
  const isDrawn = new Set(bySize.slice(0, drawnParts));
  const isNamed = new Set(bySize.slice(0, namedParts));
  const drawn = parts.filter((part) => isDrawn.has(part)).map((part, index) => ({ part, color: (index % colors) + 1 }));
  return { drawn, named: drawn.filter(({ part }) => isNamed.has(part)), rest: bySize.slice(drawnParts) };
}

/** Returns the share of the bar, 0 to 1. Returns 1 for each part if the total is 0. */
export function shareOf(size: bigint, total: bigint): number {
  return total <= 0n ? 1 : Number(size) / Number(total);
}

/** Returns `1 COPY 504 B`: the number, the instruction and the size of a layer. */
function label({ name, note, size }: BarPart): string {
  const [first = ''] = note.replace(/^#\s*/, '').split(' ', 1);
  return [name, first.slice(0, 24), formatSize(size)].filter((part) => part !== '').join(' ');
}
