import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ExportPlan } from '../../../api/index.ts';
import type { Where } from '../../../client/index.ts';
import { type AppError, asAppError } from '../../../errors/index.ts';
import bar from '../../kit/downloadBar.module.css';
import { formatSize } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import look from '../../kit/progressBar.module.css';
import { missingText } from '../../messages/exports.ts';
import { failedWords } from '../../messages/layerDownloads.ts';
import { useEnvironment } from '../../state/environment.ts';
import { storeChanged } from '../../state/storeChanged.ts';
import { downloadMissing } from './downloadMissing.ts';
import styles from './exportDialog.module.css';

const pauseMs = 500;

/** What a file lacks, and the way to have it fetched. The one place that knows how. */
export function Missing({
  plan,
  where,
  readPlan,
  onStored,
}: {
  readonly plan: ExportPlan;
  readonly where: Where | undefined;
  readonly readPlan: () => Promise<ExportPlan>;
  readonly onStored: () => void;
}) {
  const { client, window } = useEnvironment();
  const queries = useQueryClient();
  const stop = useRef<AbortController>(undefined);
  const [progress, setProgress] = useState<{ readonly bytes: number; readonly totalBytes: number }>();
  const [failure, setFailure] = useState<AppError>();
  useEffect(() => () => stop.current?.abort(), []);
  const keep = async (from: Where) => {
    const control = new AbortController();
    stop.current = control;
    setFailure(undefined);
    setProgress({ bytes: 0, totalBytes: plan.missing.bytes });
    const pause = () => new Promise<void>((resolve) => window.setTimeout(resolve, pauseMs));
    try {
      await downloadMissing(client, { where: from, readPlan, onProgress: setProgress, signal: control.signal, pause });
    } catch (error) {
      if (!control.signal.aborted) setFailure(asAppError(error));
    } finally {
      setProgress(undefined);
      void storeChanged({ queries, window });
      onStored();
    }
  };
  const words = failure && failedWords(failure, where?.host ?? '', window.location.origin);
  return (
    <div className={styles.missing}>
      <p>{missingText(plan)} A file is made of what is here.</p>
      {words ? (
        <div role="alert" data-reason={failure?.reason ?? 'internal'} className={styles.broken}>
          <b>{words.title}</b> {words.next}
        </div>
      ) : null}
      {where ? (
        <div className={styles.line}>
          {/* One button, so that it keeps the focus. */}
          <button
            type="button"
            className={parts.button}
            onClick={() => (progress ? stop.current?.abort() : void keep(where))}
          >
            {progress ? 'Stop' : 'Keep these first'}
          </button>
          {progress ? <Progress {...progress} /> : null}
        </div>
      ) : (
        <p className={parts.muted}>
          It was opened by its digest alone: open it as host/name@digest, and the rest can be had.
        </p>
      )}
    </div>
  );
}

function Progress({ bytes, totalBytes }: { readonly bytes: number; readonly totalBytes: number }) {
  return (
    <>
      <progress
        className={`${look.bar} ${bar.bar}`}
        aria-label="How much is here"
        {...(totalBytes > 0 ? { max: totalBytes, value: bytes } : {})}
      />
      <span className={bar.words}>
        {formatSize(bytes)} of {formatSize(totalBytes)}
      </span>
    </>
  );
}
