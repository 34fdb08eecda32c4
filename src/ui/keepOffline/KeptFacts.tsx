import { useEnvironment } from '../environment.ts';
import { formatRelative, formatSize, formatTime } from '../format.ts';
import { Icon } from '../icons.tsx';
import parts from '../parts.module.css';
import styles from './KeepDialog.module.css';
import { isIncomplete, offlineState, optionsWords } from './keepOfflineWords.ts';
import type { OfflineImage } from './keptList.ts';
import { LackingList } from './LackingList.tsx';
import { StopKeepingButton } from './ReleaseButton.tsx';
import { useOfflineSync } from './useKeepRunner.ts';
import { useOfflineCheck } from './useOfflineCheck.ts';

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
