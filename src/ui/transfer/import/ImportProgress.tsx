import { MiddleText } from '../../kit/MiddleText.tsx';
import parts from '../../kit/parts.module.css';
import look from '../../kit/progressBar.module.css';
import { importMessages, importProgressText, spokenProgress } from '../../messages/imports.ts';
import styles from './importPage.module.css';
import type { ImportState } from './importRun.ts';

/** Shows the progress of a listing or an import, and the current entry. */
export function ImportProgress({
  state: { source, progress },
  onCancel,
}: {
  readonly state: ImportState & { readonly step: 'listing' | 'importing' };
  readonly onCancel: () => void;
}) {
  // A gzip archive is read again before the first blob is imported.
  const verb = progress?.blobs ? importMessages.importing : importMessages.reading;
  const { done = 0, total = source.file.size, entry = '' } = progress ?? {};
  return (
    <section className={styles.progress} aria-label={verb}>
      <p className={styles.file}>
        {verb} <b>{source.name}</b>
      </p>
      <div className={styles.actions}>
        <progress className={look.bar} aria-label={verb} max={total || 1} value={done} />
        <span className={styles.figures}>{progress ? importProgressText(progress) : importMessages.ofSize(total)}</span>
        <button type="button" className={parts.button} onClick={onCancel}>
          {importMessages.cancel}
        </button>
      </div>
      <p className={`${styles.entry} ${parts.muted}`}>{entry === '' ? ' ' : <MiddleText text={entry} />}</p>
      <span role="status" className={parts.hidden}>
        {spokenProgress(verb, progress)}
      </span>
    </section>
  );
}
