import { formatRelative, formatTime } from '../kit/format.ts';
import { Icon } from '../kit/icons.tsx';
import parts from '../kit/parts.module.css';
import { isIncomplete, offlineMessages, offlineState } from '../messages/offline.ts';
import type { OfflineImage } from '../saved/offlineList.ts';
import { useEnvironment } from '../state/environment.ts';
import { MissingList } from './MissingList.tsx';
import styles from './OfflineDialog.module.css';
import { RemoveOfflineButton } from './RemoveOfflineButton.tsx';
import { useOfflineCheck } from './useOfflineCheck.ts';
import { useOfflineSync } from './useOfflineSync.ts';

/** Shows what an offline image includes, its missing parts, and the buttons to change that. */
export function OfflineDetails({
  entry,
  onChange,
  onClose,
}: {
  readonly entry: OfflineImage;
  readonly onChange: () => void;
  readonly onClose: () => void;
}) {
  const { now } = useEnvironment();
  const sync = useOfflineSync();
  const { digest, options, bytes, atMs } = entry;
  const check = useOfflineCheck(entry);
  const { text, tone } = offlineState(entry, { run: undefined, check, nowMs: now() });
  return (
    <div className={styles.form}>
      <p role="status">
        <span className={`${parts.chip} ${{ ok: parts.ok, warn: parts.warn, bad: parts.bad, running: '' }[tone]}`}>
          {tone === 'running' ? null : <Icon name={tone === 'ok' ? 'check' : 'warning'} />} {text}
        </span>
      </p>
      <p>
        {offlineMessages.downloaded(options, bytes)} <time title={formatTime(atMs)}>{formatRelative(atMs, now())}</time>
        . {offlineMessages.promise}
      </p>
      <MissingList entry={entry} />
      <div className={styles.actions}>
        {isIncomplete(entry, check) ? (
          <button type="button" className={`${parts.button} ${parts.primary}`} onClick={() => void sync.resume(digest)}>
            {offlineMessages.downloadAgain}
          </button>
        ) : null}
        <button type="button" className={parts.button} onClick={onClose}>
          {offlineMessages.close}
        </button>
        <button type="button" className={parts.button} onClick={onChange}>
          {offlineMessages.change}
        </button>
        <RemoveOfflineButton digest={digest} onClose={onClose} />
      </div>
    </div>
  );
}
