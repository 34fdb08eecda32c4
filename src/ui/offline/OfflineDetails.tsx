import { formatRelative, formatSize, formatTime } from '../kit/format.ts';
import { Icon } from '../kit/icons.tsx';
import parts from '../kit/parts.module.css';
import { isIncomplete, offlineState, optionsWords } from '../messages/offline.ts';
import type { OfflineImage } from '../saved/offlineList.ts';
import { useEnvironment } from '../state/environment.ts';
import { LackingList } from './MissingList.tsx';
import styles from './OfflineDialog.module.css';
import { StopKeepingButton } from './StopKeepingButton.tsx';
import { useOfflineCheck } from './useOfflineCheck.ts';
import { useOfflineSync } from './useOfflineSync.ts';

/** What of an image is kept, what could not be had, and the ways to change that. */
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
  const runner = useOfflineSync();
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
        With {optionsWords(options)}: {formatSize(bytes)}, downloaded{' '}
        <time title={formatTime(atMs)}>{formatRelative(atMs, now())}</time>. It is never evicted for newer content.
      </p>
      <LackingList entry={entry} />
      <div className={styles.actions}>
        {isIncomplete(entry, check) ? (
          <button
            type="button"
            className={`${parts.button} ${parts.primary}`}
            onClick={() => void runner.resume(digest)}
          >
            Download again
          </button>
        ) : null}
        <button type="button" className={parts.button} onClick={onClose}>
          Close
        </button>
        <button type="button" className={parts.button} onClick={onChange}>
          Change…
        </button>
        <StopKeepingButton digest={digest} onClose={onClose} />
      </div>
    </div>
  );
}
