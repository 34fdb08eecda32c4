import { formatPageAddress, treeAddress } from '../../../api/index.ts';
import { formatRelative, formatTime } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import { MiddleText } from '../../kit/MiddleText.tsx';
import parts from '../../kit/parts.module.css';
import { useEnvironment } from '../../state/environment.ts';
import type { Entry } from './groups.ts';
import styles from './SavedSection.module.css';

/** One image: what it is called, what it is, when it was opened; and the way to take it off the list. */
export function OpenedRow({
  entry: { opened, version, digest },
  name,
  isNamed,
  isStored,
  verb,
  onRemove,
}: {
  readonly entry: Entry;
  /** The repository's, or the digest's. */
  readonly name: string;
  /** Whether the name stands above it, for it and others. */
  readonly isNamed: boolean;
  /** All of it was downloaded and promised to stay. */
  readonly isStored: boolean;
  readonly verb: string;
  readonly onRemove: () => void;
}) {
  const { now } = useEnvironment();
  const { reference, atMs, icon = 'image', title } = opened;
  return (
    <li className={styles.row}>
      <a href={formatPageAddress(treeAddress(reference))}>
        <Icon name={icon} />
        {isNamed ? <span className={parts.hidden}>{name}</span> : <MiddleText text={name} />}
        {version ? <span className={styles.version}>{version}</span> : null}
        {digest ? (
          <span className={styles.digest} title="What the tag stood for">
            <span>→ {digest}</span>
          </span>
        ) : null}
        <span className={styles.facts}>
          {isStored ? <span className={parts.chip}>kept offline</span> : null}
          {title ? <span className={styles.title}>{title}</span> : null}
          <time dateTime={isoTime(atMs)} title={formatTime(atMs)}>
            {formatRelative(atMs, now())}
          </time>
        </span>
      </a>
      <button type="button" className={styles.remove} data-remove={reference} onClick={onRemove} title={verb}>
        <span className={parts.hidden}>
          {verb} {reference}
        </span>
        <Icon name="cross" />
      </button>
    </li>
  );
}

/** Undefined for a time that no calendar has. */
function isoTime(atMs: number): string | undefined {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
