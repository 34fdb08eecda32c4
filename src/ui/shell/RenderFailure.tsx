import type { AppError } from '../../errors/index.ts';
import styles from '../kit/frame.module.css';
import parts from '../kit/parts.module.css';
import { renderFailureMessages } from '../messages/shell.ts';

/** Shown in place of a page that failed to render. */
export function RenderFailure({ error, onReload }: { readonly error: AppError; readonly onReload: () => void }) {
  return (
    <main className={styles.own}>
      <div role="alert" data-reason={error.reason ?? 'internal'}>
        <h1 id="title" tabIndex={-1}>
          {renderFailureMessages.title}
        </h1>
        <p>{renderFailureMessages.page(error.message)}</p>
      </div>
      <div className={styles.ownActions}>
        <button type="button" className={parts.button} onClick={onReload}>
          {renderFailureMessages.reload}
        </button>
      </div>
    </main>
  );
}
