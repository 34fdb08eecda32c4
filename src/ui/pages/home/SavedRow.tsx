import { formatPageAddress, treeAddress } from '../../../api/index.ts';
import { formatRelative, formatTime } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import { MiddleText } from '../../kit/MiddleText.tsx';
import parts from '../../kit/parts.module.css';
import { homeMessages } from '../../messages/home.ts';
import { useEnvironment } from '../../state/environment.ts';
import type { Entry } from './groups.ts';
import styles from './SavedSection.module.css';

/** One saved image: name, type, time it was last opened, and the button that removes it from the list. */
export function SavedRow({
  entry: { saved, version, digest },
  name,
  isGrouped,
  isOffline,
  verb,
  onRemove,
}: {
  readonly entry: Entry;
  /** Repository, or shortened digest. */
  readonly name: string;
  /** True if the row is below a heading with the name. */
  readonly isGrouped: boolean;
  /** True if every part of the image was downloaded to be available offline. */
  readonly isOffline: boolean;
  readonly verb: string;
  readonly onRemove: () => void;
}) {
  const { now } = useEnvironment();
  const { reference, atMs, icon = 'image', title } = saved;
  return (
    <li className={styles.row}>
      <a href={formatPageAddress(treeAddress(reference))}>
        <Icon name={icon} />
        {isGrouped ? <span className={parts.hidden}>{name}</span> : <MiddleText text={name} />}
        {version ? <span className={styles.version}>{version}</span> : null}
        {digest ? (
          <span className={styles.digest} title={homeMessages.tagDigest}>
            <span>→ {digest}</span>
          </span>
        ) : null}
        <span className={styles.facts}>
          {isOffline ? <span className={parts.chip}>{homeMessages.offline}</span> : null}
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

/** Returns undefined for a time that Date can't represent. */
function isoTime(atMs: number): string | undefined {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
