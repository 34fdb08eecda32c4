import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ExportPlan } from '../../../api/index.ts';
import { type AppError, asAppError } from '../../../errors/index.ts';
import type { Progress, Repository } from '../../../oci/index.ts';
import bar from '../../kit/downloadBar.module.css';
import parts from '../../kit/parts.module.css';
import look from '../../kit/progressBar.module.css';
import { exportMessages, missingText } from '../../messages/exportDialog.ts';
import { describeDownloadFailure } from '../../messages/layerDownload.ts';
import { progressText } from '../../messages/progress.ts';
import { useEnvironment } from '../../state/environment.ts';
import { storeChanged } from '../../state/storeChanged.ts';
import { downloadMissing } from './downloadMissing.ts';
import styles from './exportDialog.module.css';

const pauseMs = 500;

/** Shows what an export is missing, and downloads it on request. */
export function Missing({
  plan,
  repository,
  readPlan,
  onStored,
}: {
  readonly plan: ExportPlan;
  readonly repository: Repository | undefined;
  readonly readPlan: () => Promise<ExportPlan>;
  readonly onStored: () => void;
}) {
  const { client, window } = useEnvironment();
  const queries = useQueryClient();
  const controller = useRef<AbortController>(undefined);
  const [progress, setProgress] = useState<Required<Progress>>();
  const [failure, setFailure] = useState<AppError>();
  useEffect(() => () => controller.current?.abort(), []);
  const download = async (from: Repository) => {
    const own = new AbortController();
    controller.current = own;
    setFailure(undefined);
    setProgress({ done: 0, total: plan.missing.bytes });
    const pause = () => new Promise<void>((resolve) => window.setTimeout(resolve, pauseMs));
    try {
      await downloadMissing(client, { repository: from, readPlan, onProgress: setProgress, signal: own.signal, pause });
    } catch (error) {
      if (!own.signal.aborted) setFailure(asAppError(error));
    } finally {
      setProgress(undefined);
      void storeChanged({ queries, window });
      onStored();
    }
  };
  const message = failure && describeDownloadFailure(failure, repository?.host ?? '', window.location.origin);
  return (
    <div className={styles.missing}>
      <p>
        {missingText(plan)} {exportMessages.onlyDownloaded}
      </p>
      {message ? (
        <div role="alert" data-reason={failure?.reason ?? 'internal'} className={styles.broken}>
          <b>{message.title}</b> {message.next}
        </div>
      ) : null}
      {repository ? (
        <div className={styles.line}>
          {/* One element for both states, so that the focus stays. */}
          <button
            type="button"
            className={parts.button}
            onClick={() => (progress ? controller.current?.abort() : void download(repository))}
          >
            {progress ? exportMessages.cancel : exportMessages.downloadMissing}
          </button>
          {progress ? <Bar progress={progress} /> : null}
        </div>
      ) : (
        <p className={parts.muted}>{exportMessages.noRepository}</p>
      )}
    </div>
  );
}

function Bar({ progress }: { readonly progress: Required<Progress> }) {
  const { done, total } = progress;
  return (
    <>
      <progress
        className={`${look.bar} ${bar.bar}`}
        aria-label={exportMessages.progressBar}
        {...(total > 0 ? { max: total, value: done } : {})}
      />
      <span className={bar.words}>{progressText(progress, undefined)}</span>
    </>
  );
}
