import { formatExactSize, formatSize } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import type { SaveState } from '../../messages/exportDialog.ts';
import { brokenFileMessage, exportMessages, saveText } from '../../messages/exportDialog.ts';
import styles from './exportDialog.module.css';

/** Lets the browser save the file, and shows the progress. */
export function SaveButton({
  name,
  bytes,
  canSave,
  state,
  isBuffered,
  onSave,
}: {
  readonly name: string;
  /** Undefined if not known. */
  readonly bytes: number | undefined;
  readonly canSave: boolean;
  readonly state: SaveState | undefined;
  /** No service worker runs, so the page collects the file first. */
  readonly isBuffered: boolean;
  readonly onSave: () => void;
}) {
  const isBusy = state?.state === 'asked' || state?.state === 'running';
  const broken = brokenFileMessage(state);
  const status = saveText(state);
  return (
    <div className={styles.save}>
      <p>
        <span className={parts.mono}>{name}</span>
        {bytes === undefined ? null : (
          <span className={parts.muted} title={formatExactSize(bytes)}>
            {' '}
            {formatSize(bytes)}
          </span>
        )}
      </p>
      <button
        type="button"
        className={`${parts.button} ${parts.primary}`}
        disabled={!canSave}
        aria-disabled={isBusy}
        onClick={() => {
          if (!isBusy) onSave();
        }}
      >
        {exportMessages.save}
      </button>
      {isBuffered ? <p className={parts.muted}>{exportMessages.noServiceWorker}</p> : null}
      {broken ? (
        <p role="alert" data-reason={broken.reason} className={styles.broken}>
          {broken.text}
        </p>
      ) : null}
      <p role="status" className={status === '' ? parts.hidden : undefined} data-save={state?.state}>
        {status}
      </p>
    </div>
  );
}
