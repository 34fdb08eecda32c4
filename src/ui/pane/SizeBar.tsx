import { formatSize } from '../format.ts';
import { historyText } from '../historyText.ts';
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

/** The layers side by side as wide as they are large; a click selects one. */
export function SizeBar({
  parts,
  onSelect,
}: {
  readonly parts: readonly BarPart[];
  readonly onSelect: (path: string) => void;
}) {
  const bySize = [...parts].sort((a, b) => (a.size < b.size ? 1 : -1));
  const drawn = new Set(bySize.slice(0, drawnParts));
  const largest = bySize.slice(0, namedParts);
  const total = Number(sum(parts));
  const share = (size: bigint) => (total === 0 ? 1 : Number(size) / total);
  return (
    <>
      <div className={styles.bar}>
        {parts.map((part, index) =>
          drawn.has(part) ? (
            <button
              key={part.path}
              type="button"
              tabIndex={-1}
              aria-hidden="true"
              title={words(part)}
              data-color={(index % 4) + 1}
              style={{ flexGrow: share(part.size) }}
              onClick={() => onSelect(part.path)}
            />
          ) : null,
        )}
        {parts.length > drawn.size ? (
          <span className={styles.rest} style={{ flexGrow: share(sum(bySize.slice(drawnParts))) }} />
        ) : null}
      </div>
      <ul className={styles.legend}>
        {parts
          .filter((part) => largest.includes(part))
          .map((part) => (
            <li key={part.path}>
              <button type="button" data-color={(parts.indexOf(part) % 4) + 1} onClick={() => onSelect(part.path)}>
                {words(part)}
              </button>
            </li>
          ))}
        {parts.length > largest.length ? <li>and {parts.length - largest.length} smaller</li> : null}
      </ul>
    </>
  );
}

function sum(parts: readonly BarPart[]): bigint {
  return parts.reduce((total, { size }) => total + size, 0n);
}

/** `1 COPY 504 B`: the first word of the step is enough to tell the layers apart. */
function words({ name, note, size }: BarPart): string {
  const { instruction, text } = historyText(note);
  const first = instruction || (text.replace(/^#\s*/, '').split(/\s/, 1)[0] ?? '');
  return [name, first.slice(0, 24), formatSize(size)].filter((part) => part !== '').join(' ');
}
