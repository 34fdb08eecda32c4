import { formatPageAddress, treeAddress } from '../../../api/index.ts';
import { formatExactSize, formatRelative, formatSize, formatTime } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import { MiddleText } from '../../kit/MiddleText.tsx';
import parts from '../../kit/parts.module.css';
import { homeMessages } from '../../messages/home.ts';
import type { SavedImage } from '../../saved/savedImages.ts';
import { useEnvironment } from '../../state/environment.ts';
import { cardText } from './cardText.ts';
import styles from './SavedSection.module.css';

/** One saved image: name, kind, platforms, size, time it was last opened, and the button that removes it from the list. */
export function SavedCard({
  saved,
  isOffline,
  verb,
  onRemove,
}: {
  readonly saved: SavedImage;
  /** True if every part of the image was downloaded to be available offline. */
  readonly isOffline: boolean;
  readonly verb: string;
  readonly onRemove: () => void;
}) {
  const { now } = useEnvironment();
  const { reference, atMs, icon = 'image', layerBytes } = saved;
  const { name, host, kind, sizedPlatform } = cardText(saved);
  return (
    <li className={styles.card}>
      <a href={formatPageAddress(treeAddress(reference))}>
        <span className={styles.name}>
          <Icon name={icon} /> <MiddleText text={name} />
        </span>{' '}
        <span className={styles.facts}>
          {host ? <span>{host}</span> : null}{' '}
          {kind ? (
            <span className={styles.cut} title={kind}>
              {kind}
            </span>
          ) : null}
        </span>{' '}
        <span className={styles.facts}>
          {layerBytes === undefined ? null : (
            <span title={homeMessages.layerSizeTitle(formatExactSize(layerBytes), saved.sizedPlatform ?? '')}>
              {homeMessages.layerSize(formatSize(layerBytes), sizedPlatform)}
            </span>
          )}{' '}
          <time dateTime={isoTime(atMs)} title={homeMessages.opened(formatTime(atMs) ?? '')}>
            <span className={parts.hidden}>{homeMessages.opened('')}</span>
            {formatRelative(atMs, now())}
          </time>
        </span>
        {isOffline ? (
          <>
            {' '}
            <span className={`${parts.ok} ${styles.offline}`}>
              <Icon name="check" /> {homeMessages.offline}
            </span>
          </>
        ) : null}
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
