import { AppError } from '../../errors/index.ts';
import parts from '../kit/parts.module.css';
import look from '../kit/progressBar.module.css';
import { describeError } from '../messages/errors.ts';
import { downloadText, offlineMessages, offlineState, spokenDownload } from '../messages/offline.ts';
import type { OfflineImage } from '../saved/offlineList.ts';
import { useEnvironment } from '../state/environment.ts';
import styles from './OfflineDialog.module.css';
import { RemoveOfflineButton } from './RemoveOfflineButton.tsx';
import { useOfflineProgress, useOfflineSync } from './useOfflineSync.ts';

/** Shows an unfinished download: its progress or why it stopped, and the buttons to pause and resume it. */
export function OfflineProgress({ entry, onClose }: { readonly entry: OfflineImage; readonly onClose: () => void }) {
  const { digest, options, why } = entry;
  const { now } = useEnvironment();
  const sync = useOfflineSync();
  const run = useOfflineProgress(digest);
  const isRunning = run !== undefined || (entry.state === 'unfinished' && !why);
  const { progress } = run ?? {};
  return (
    <div className={styles.form}>
      <p className={parts.muted}>{offlineMessages.includes(options)}</p>
      {isRunning ? (
        <>
          <progress
            className={`${look.bar} ${styles.bar}`}
            aria-label={offlineMessages.progressBar}
            {...(progress?.total?.bytes ? { max: progress.total.bytes, value: progress.done.bytes } : {})}
          />
          <p className={styles.words}>
            {run ? downloadText(run) : offlineMessages.queued}
            <span className={parts.muted}>
              {progress?.total ? offlineMessages.items(progress.done.count, progress.total.count) : ''}
            </span>
          </p>
          <p className={parts.muted}>{offlineMessages.continues}</p>
        </>
      ) : why ? (
        <Stopped entry={entry} error={sync.errorOf(digest)} />
      ) : (
        <p>
          {offlineState(entry, { run, check: 'unknown', nowMs: now() }).text}. {offlineMessages.partsStay}
        </p>
      )}
      <span role="status" className={parts.hidden}>
        {isRunning ? spokenDownload(run) : entry.state === 'paused' ? offlineMessages.paused : ''}
      </span>
      <div className={styles.actions}>
        {/* One element for all states, so that the focus stays. */}
        <button
          type="button"
          className={isRunning ? parts.button : `${parts.button} ${parts.primary}`}
          onClick={() => void (isRunning ? sync.pause(digest) : sync.resume(digest))}
        >
          {isRunning ? offlineMessages.pause : why ? offlineMessages.tryAgain : offlineMessages.resume}
        </button>
        <button type="button" className={parts.button} onClick={onClose}>
          {offlineMessages.close}
        </button>
        <RemoveOfflineButton digest={digest} onClose={onClose} />
      </div>
    </div>
  );
}

/** Explains why a download stopped. Of a download in another tab only the reason is known. */
function Stopped({
  entry: { reference, why = 'internal' },
  error = new AppError('internal', why, { reason: why }),
}: {
  readonly entry: OfflineImage;
  readonly error: AppError | undefined;
}) {
  const { window } = useEnvironment();
  const host = reference.includes('/') ? reference.replace(/\/.*/, '') : offlineMessages.unknownRegistry;
  const { title, next } = describeError({ error, host, origin: window.location.origin });
  return (
    <div role="alert" data-reason={why} className={styles.failure}>
      <b>{title}</b>
      <span>
        {next} {offlineMessages.partsStay}
      </span>
    </div>
  );
}
