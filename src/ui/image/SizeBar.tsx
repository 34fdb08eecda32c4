import { totalSize } from '../../oci/index.ts';
import { formatCount, formatSize } from '../kit/format.ts';
import styles from './SizeBar.module.css';

export interface BarPart {
  readonly path: string;
  readonly name: string;
  readonly note: string;
  readonly size: bigint;
}

const namedParts = 6;
/** More would be thinner than a pointer; the others are one part. */
const drawnParts = 32;
const colors = 4;

/**
 * The layers side by side as wide as they are large, for sizes that have a total; a click selects one. Those who use keys have the largest of them below
 * the bar, and all in the table and the tree.
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
            title={words(part)}
            data-color={color}
            style={{ flexGrow: shareOf(part.size, total) }}
            // What is hidden from screen readers does not take the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onSelect(part.path)}
          />
        ))}
        {rest.length > 0 ? (
          <span
            className={styles.rest}
            title={`${formatCount(rest.length, 'smaller layer')}, ${formatSize(restSize)}`}
            style={{ flexGrow: shareOf(restSize, total) }}
          />
        ) : null}
      </div>
      <ul className={styles.legend}>
        {named.map(({ part, color }) => (
          <li key={part.path}>
            <button type="button" data-color={color} onClick={() => onSelect(part.path)}>
              {words(part)}
            </button>
          </li>
        ))}
        {parts.length > named.length ? <li>and {parts.length - named.length} smaller</li> : null}
      </ul>
    </>
  );
}

interface DrawnPart {
  readonly part: BarPart;
  /** 1 to 4: neighbours in the bar differ. */
  readonly color: number;
}

/** The largest, in the order of the layers: those that are drawn, those of them that are named; and the others. */
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

/** The share of the bar, 0 to 1. If nothing has a size, all parts are as wide. */
export function shareOf(size: bigint, total: bigint): number {
  return total <= 0n ? 1 : Number(size) / Number(total);
}

/** `1 COPY 504 B`: the first word of the step is enough to tell the layers apart. */
function words({ name, note, size }: BarPart): string {
  const [first = ''] = note.replace(/^#\s*/, '').split(' ', 1);
  return [name, first.slice(0, 24), formatSize(size)].filter((part) => part !== '').join(' ');
}
