import { formatExactSize, formatSize } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import type { SaveState } from '../../messages/exports.ts';
import { brokenWords, saveText } from '../../messages/exports.ts';
import styles from './exportDialog.module.css';

/** Has the browser save the file, and says what becomes of it. */
export function SaveButton({
  name,
  bytes,
  canSave,
  state,
  isGathered,
  onSave,
}: {
  readonly name: string;
  /** Undefined where that is not known. */
  readonly bytes: number | undefined;
  readonly canSave: boolean;
  readonly state: SaveState | undefined;
  /** No service worker runs: the page holds the file first. */
  readonly isGathered: boolean;
  readonly onSave: () => void;
}) {
  const isBusy = state?.state === 'asked' || state?.state === 'running';
  const broken = brokenWords(state);
  const said = saveText(state);
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
        Save file
      </button>
      {isGathered ? (
        <p className={parts.muted}>
          No service worker runs here, as on plain http: the page gathers the whole file before your browser saves it.
        </p>
      ) : null}
      {broken ? (
        <p role="alert" data-reason={broken.reason} className={styles.broken}>
          {broken.text}
        </p>
      ) : null}
      <p role="status" className={said === '' ? parts.hidden : undefined} data-save={state?.state}>
        {said}
      </p>
    </div>
  );
}
