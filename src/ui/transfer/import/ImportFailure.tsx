import type { AppError } from '../../../errors/index.ts';
import parts from '../../kit/parts.module.css';
import { describeError } from '../../messages/errors.ts';
import { importMessages } from '../../messages/imports.ts';
import { useEnvironment } from '../../state/environment.ts';
import styles from './importPage.module.css';

/** Explains why an import failed. Unlike a failed listing, it may have stored content. */
export function ImportFailure({ error, onContinue }: { readonly error: AppError; readonly onContinue: () => void }) {
  const { window } = useEnvironment();
  const { title, next, reason } = describeError({
    error,
    host: importMessages.archiveHost,
    origin: window.location.origin,
  });
  return (
    <div role="alert" data-reason={reason} className={styles.failure}>
      <h2>{title}</h2>
      <p>{next}</p>
      <p>{importMessages.contentStays}</p>
      <button type="button" className={parts.button} onClick={onContinue}>
        {importMessages.resume}
      </button>
    </div>
  );
}
