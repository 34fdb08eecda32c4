import type { AppError } from '../../../errors/index.ts';
import parts from '../../kit/parts.module.css';
import { describeError } from '../../messages/errors.ts';
import { useEnvironment } from '../../state/environment.ts';
import styles from './importPage.module.css';

/** Why an import ended early: unlike a read that fails, it may have stored something. */
export function ImportFailure({ error, onAgain }: { readonly error: AppError; readonly onAgain: () => void }) {
  const { window } = useEnvironment();
  const { title, next, reason } = describeError({ error, host: 'the archive', origin: window.location.origin });
  return (
    <div role="alert" data-reason={reason} className={styles.failure}>
      <h2>{title}</h2>
      <p>{next}</p>
      <p>What was stored so far is whole, and is not stored again when you go on.</p>
      <button type="button" className={parts.button} onClick={onAgain}>
        Go on
      </button>
    </div>
  );
}
