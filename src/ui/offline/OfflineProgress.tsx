import { AppError } from '../../errors/index.ts';
import { formatCount, groupDigits } from '../kit/format.ts';
import parts from '../kit/parts.module.css';
import look from '../kit/progressBar.module.css';
import { describeError } from '../messages/errors.ts';
import { offlineState, optionsWords, runWords, spokenRun } from '../messages/offline.ts';
import type { OfflineImage } from '../saved/offlineList.ts';
import { useEnvironment } from '../state/environment.ts';
import styles from './OfflineDialog.module.css';
import { StopKeepingButton } from './StopKeepingButton.tsx';
import { useOfflineProgress, useOfflineSync } from './useOfflineSync.ts';

/** An image that is not kept to its end yet: how far it is, why it stopped, and the ways on. */
export function KeepProgress({ entry, onClose }: { readonly entry: OfflineImage; readonly onClose: () => void }) {
  const { digest, options, why } = entry;
  const { now } = useEnvironment();
  const runner = useOfflineSync();
  const run = useOfflineProgress(digest);
  const isGoing = run !== undefined || (entry.state === 'unfinished' && !why);
  const { progress } = run ?? {};
  return (
    <div className={styles.form}>
      <p className={parts.muted}>With {optionsWords(options)}.</p>
      {isGoing ? (
        <>
          <progress
            className={`${look.bar} ${styles.bar}`}
            aria-label="How much is here"
            {...(progress?.total.bytes ? { max: progress.total.bytes, value: progress.bytes } : {})}
          />
          <p className={styles.words}>
            {run ? runWords(run) : 'waiting for its turn'}
            <span className={parts.muted}>
              {progress
                ? `${groupDigits(progress.count)} of ${formatCount(progress.total.count, 'document or layer', 'documents and layers')}`
                : ''}
            </span>
          </p>
          <p className={parts.muted}>
            This goes on when the dialog is closed. If the app is closed, it goes on the next time that it is opened.
          </p>
        </>
      ) : why ? (
        <Stopped entry={entry} error={runner.errorOf(digest)} />
      ) : (
        <p>{offlineState(entry, { run, check: 'unknown', nowMs: now() }).text}. What is here of it stays.</p>
      )}
      <span role="status" className={parts.hidden}>
        {isGoing ? spokenRun(run) : entry.state === 'paused' ? 'Paused' : ''}
      </span>
      <div className={styles.actions}>
        {/* One button, so that it keeps the focus. */}
        <button
          type="button"
          className={isGoing ? parts.button : `${parts.button} ${parts.primary}`}
          onClick={() => void (isGoing ? runner.pause(digest) : runner.resume(digest))}
        >
          {isGoing ? 'Pause' : why ? 'Try again' : 'Resume'}
        </button>
        <button type="button" className={parts.button} onClick={onClose}>
          Close
        </button>
        <StopKeepingButton digest={digest} onClose={onClose} />
      </div>
    </div>
  );
}

/** Why it stopped, and what to do, in words. Where it happened elsewhere only the reason is known. */
function Stopped({
  entry: { reference, why = 'internal' },
  error = new AppError('internal', why, { reason: why }),
}: {
  readonly entry: OfflineImage;
  readonly error: AppError | undefined;
}) {
  const { window } = useEnvironment();
  const host = reference.includes('/') ? reference.replace(/\/.*/, '') : 'the registry';
  const { title, next } = describeError({ error, host, origin: window.location.origin });
  return (
    <div role="alert" data-reason={why} className={styles.failure}>
      <b>{title}</b>
      <span>{next} Downloaded parts are kept.</span>
    </div>
  );
}
