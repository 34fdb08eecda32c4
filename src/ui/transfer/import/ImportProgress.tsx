import { formatSize } from '../../kit/format.ts';
import { MiddleText } from '../../kit/MiddleText.tsx';
import parts from '../../kit/parts.module.css';
import look from '../../kit/progressBar.module.css';
import { progressText, spokenProgress } from '../../messages/imports.ts';
import styles from './importPage.module.css';
import type { ImportState } from './importRun.ts';

/** How far it is, what is read now, and the way to stop it. */
export function ImportProgress({
  state: { source, progress },
  onStop,
}: {
  readonly state: ImportState & { readonly step: 'listing' | 'importing' };
  readonly onStop: () => void;
}) {
  // An archive in gzip is gone through once more, before the first of its blobs.
  const verb = progress?.ofBlobs ? 'Importing' : 'Reading';
  const { bytes = 0, total = source.file.size, entry = '' } = progress ?? {};
  return (
    <section className={styles.progress} aria-label={verb}>
      <p className={styles.file}>
        {verb} <b>{source.name}</b>
      </p>
      <div className={styles.actions}>
        <progress className={look.bar} aria-label={verb} max={total || 1} value={bytes} />
        <span className={styles.figures}>{progress ? progressText(progress) : `of ${formatSize(total)}`}</span>
        <button type="button" className={parts.button} onClick={onStop}>
          Stop
        </button>
      </div>
      <p className={`${styles.entry} ${parts.muted}`}>{entry === '' ? ' ' : <MiddleText text={entry} />}</p>
      <span role="status" className={parts.hidden}>
        {spokenProgress(verb, progress)}
      </span>
    </section>
  );
}
