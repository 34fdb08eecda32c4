import { useQuery } from '@tanstack/react-query';
import type { Where } from '../../client/index.ts';
import type { AppError } from '../../errors/index.ts';
import { byteCount } from '../../oci/index.ts';
import styles from '../kit/downloadBar.module.css';
import { formatExactSize, formatSize } from '../kit/format.ts';
import { Icon } from '../kit/icons.tsx';
import parts from '../kit/parts.module.css';
import look from '../kit/progressBar.module.css';
import { failedWords, spokenState } from '../messages/layerDownloads.ts';
import { progressText } from '../messages/progress.ts';
import { useEnvironment } from '../state/environment.ts';
import { ingestsQuery } from '../state/ingestsQuery.ts';
import { useIsStored } from '../state/useIsStored.ts';
import type { TreeNode } from '../tree/nodes.ts';
import type { LayerDownloadState } from './layerDownloads.ts';
import { useLayerDownload } from './useLayerDownload.ts';

/** Fetches a layer, or another large blob, into the store, where it is wanted: how far it is, and a way to stop it. */
export function DownloadLayer({ node, where }: { readonly node: TreeNode; readonly where: Where }) {
  const { client } = useEnvironment();
  const { descriptor } = node;
  const { digest = '', size } = descriptor ?? {};
  const { keeps, state } = useLayerDownload(digest);
  const isStored = useIsStored(node);
  const { data: ingests } = useQuery(ingestsQuery(client));
  const here = ingests?.find(({ expected }) => expected === digest)?.offset ?? 0;
  const running = state?.state === 'running' ? state : undefined;
  if (!running && isStored === undefined) return null;
  const isDone = !running && isStored === true;
  if (isDone && state === undefined) return null;
  const kept = running && { ...running, total: running.total ?? byteCount(size) };
  return (
    <div className={styles.keep}>
      {state?.state === 'failed' && !isDone ? <Failure error={state.error} where={where} /> : null}
      {kept ? <Bar kept={kept} /> : null}
      {isDone ? (
        <span className={`${parts.chip} ${parts.ok}`}>
          <Icon name="check" /> here, digest matches
        </span>
      ) : (
        // One button, so that it keeps the focus.
        <button
          type="button"
          className={parts.button}
          onClick={() => (running ? keeps.stop(digest) : descriptor && void keeps.start(where, descriptor, here))}
        >
          {running
            ? 'Stop'
            : state?.state === 'failed'
              ? 'Try again'
              : `Keep this ${node.kind === 'layer' ? 'layer' : 'blob'}`}
        </button>
      )}
      {!running && !isDone && here > 0 ? (
        <span className={parts.muted} title={formatExactSize(here)}>
          {formatSize(here)} are here already
        </span>
      ) : null}
      <span role="status" className={parts.hidden}>
        {spokenState(kept ?? state)}
      </span>
    </div>
  );
}

function Bar({ kept }: { readonly kept: LayerDownloadState & { readonly state: 'running' } }) {
  const { offset, total, bytesPerSecond } = kept;
  return (
    <>
      <progress
        className={`${look.bar} ${styles.bar}`}
        aria-label="How much is here"
        {...(total ? { max: total, value: offset } : {})}
      />
      <span className={styles.words}>{progressText(kept, bytesPerSecond)}</span>
    </>
  );
}

function Failure({ error, where }: { readonly error: AppError; readonly where: Where }) {
  const { window } = useEnvironment();
  const { title, next } = failedWords(error, where.host, window.location.origin);
  return (
    <div role="alert" data-reason={error.reason ?? 'internal'} className={styles.failure}>
      <b>{title}</b>
      <span>{next}</span>
    </div>
  );
}
