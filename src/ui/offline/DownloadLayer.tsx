import { useQuery } from '@tanstack/react-query';
import type { AppError } from '../../errors/index.ts';
import type { Repository } from '../../oci/index.ts';
import { byteCount } from '../../oci/index.ts';
import styles from '../kit/downloadBar.module.css';
import { formatExactSize, formatSize } from '../kit/format.ts';
import { Icon } from '../kit/icons.tsx';
import parts from '../kit/parts.module.css';
import look from '../kit/progressBar.module.css';
import { describeDownloadFailure, layerDownloadMessages, spokenLayerDownload } from '../messages/layerDownload.ts';
import { progressText } from '../messages/progress.ts';
import { useEnvironment } from '../state/environment.ts';
import { ingestsQuery } from '../state/storeQueries.ts';
import { useIsStored } from '../state/useIsStored.ts';
import type { TreeNode } from '../tree/nodes.ts';
import type { LayerDownloadState } from './layerDownloads.ts';
import { useLayerDownload } from './useLayerDownload.ts';

/** Downloads a layer or another large blob on request, and shows the progress. Renders nothing for a stored blob. */
export function DownloadLayer({ node, repository }: { readonly node: TreeNode; readonly repository: Repository }) {
  const { client } = useEnvironment();
  const { descriptor } = node;
  const { digest = '', size } = descriptor ?? {};
  const { downloads, state } = useLayerDownload(digest);
  const isStored = useIsStored(node);
  const { data: ingests } = useQuery(ingestsQuery(client));
  const storedBytes = ingests?.find(({ expected }) => expected === digest)?.offset ?? 0;
  const running = state?.state === 'running' ? state : undefined;
  if (!running && isStored === undefined) return null;
  const isDone = !running && isStored === true;
  if (isDone && state === undefined) return null;
  const statedBytes = byteCount(size);
  const progress = running && { ...(statedBytes === undefined ? {} : { total: statedBytes }), ...running };
  return (
    <div className={styles.keep}>
      {state?.state === 'failed' && !isDone ? <Failure error={state.error} repository={repository} /> : null}
      {progress ? <Bar progress={progress} /> : null}
      {isDone ? (
        <span className={`${parts.chip} ${parts.ok}`}>
          <Icon name="check" /> {layerDownloadMessages.done}
        </span>
      ) : (
        // One element for all states, so that the focus stays.
        <button
          type="button"
          className={parts.button}
          onClick={() =>
            running ? downloads.cancel(digest) : descriptor && void downloads.start(repository, descriptor, storedBytes)
          }
        >
          {running
            ? layerDownloadMessages.cancel
            : state?.state === 'failed'
              ? layerDownloadMessages.tryAgain
              : layerDownloadMessages.download(node.kind)}
        </button>
      )}
      {!running && !isDone && storedBytes > 0 ? (
        <span className={parts.muted} title={formatExactSize(storedBytes)}>
          {layerDownloadMessages.downloaded(formatSize(storedBytes))}
        </span>
      ) : null}
      <span role="status" className={parts.hidden}>
        {spokenLayerDownload(progress ?? state)}
      </span>
    </div>
  );
}

function Bar({ progress }: { readonly progress: LayerDownloadState & { readonly state: 'running' } }) {
  const { done, total, bytesPerSecond } = progress;
  return (
    <>
      <progress
        className={`${look.bar} ${styles.bar}`}
        aria-label={layerDownloadMessages.progressBar}
        {...(total ? { max: total, value: done } : {})}
      />
      <span className={styles.words}>{progressText(progress, bytesPerSecond)}</span>
    </>
  );
}

function Failure({ error, repository }: { readonly error: AppError; readonly repository: Repository }) {
  const { window } = useEnvironment();
  const { title, next } = describeDownloadFailure(error, repository.host, window.location.origin);
  return (
    <div role="alert" data-reason={error.reason ?? 'internal'} className={styles.failure}>
      <b>{title}</b>
      <span>{next}</span>
    </div>
  );
}
