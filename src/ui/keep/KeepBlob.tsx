import { useQuery } from '@tanstack/react-query';
import { listIngests, type Where } from '../../client/index.ts';
import { useEnvironment } from '../environment.ts';
import { formatExactSize, formatSize } from '../format.ts';
import { Icon } from '../icons.tsx';
import type { TreeNode } from '../nodes.ts';
import parts from '../parts.module.css';
import { useKept } from '../useKept.ts';
import styles from './KeepBlob.module.css';
import type { KeepState } from './keeps.ts';
import { failedWords, keptWords, spokenProgress } from './keepWords.ts';
import { useKeep } from './useKeep.ts';

/** Fetches a layer, or another large blob, into the store, where it is wanted: how far it is, and a way to stop it. */
export function KeepBlob({ node, where }: { readonly node: TreeNode; readonly where: Where }) {
  const { client, window } = useEnvironment();
  const { digest = '', size } = node.descriptor ?? {};
  const { keeps, state } = useKeep(digest);
  const isKept = useKept(node);
  const { data: ingests } = useQuery({
    queryKey: ['ingests'],
    queryFn: ({ signal }) => listIngests(client, { signal }),
    staleTime: 0,
  });
  const here = ingests?.find(({ expected }) => expected === digest)?.offset ?? 0;
  const start = () => void keeps.start(where, digest, size);
  if (isKept === undefined && state === undefined) return null;
  if (isKept && state?.state !== 'running') return state?.state === 'kept' ? <Done /> : null;
  if (state?.state === 'running') return <Running state={state} size={size} onStop={() => keeps.stop(digest)} />;
  const failure = state?.state === 'failed' ? failedWords(state.error, where.host, window.location.origin) : undefined;
  return (
    <div className={styles.keep}>
      {state?.state === 'failed' && failure ? (
        <div role="alert" data-reason={state.error.reason ?? 'internal'} className={styles.failure}>
          <b>{failure.title}</b>
          <span>{failure.next}</span>
        </div>
      ) : null}
      <button type="button" className={parts.button} onClick={start}>
        <Icon name="cloud" /> {failure ? 'Try again' : `Keep this ${node.kind === 'layer' ? 'layer' : 'blob'}`}
      </button>
      {here > 0 ? (
        <span className={parts.muted} title={formatExactSize(here)}>
          {formatSize(here)} are here already
        </span>
      ) : null}
      <span role="status" className={parts.hidden}>
        {state?.state === 'stopped' ? 'Stopped' : ''}
      </span>
    </div>
  );
}

function Running({
  state,
  size,
  onStop,
}: {
  readonly state: KeepState & { readonly state: 'running' };
  readonly size: bigint | undefined;
  readonly onStop: () => void;
}) {
  const total = state.total ?? (size === undefined ? undefined : Number(size));
  const kept = { offset: state.offset, total };
  return (
    <div className={styles.keep}>
      <progress
        className={styles.bar}
        aria-label="How much is here"
        max={total ?? 1}
        value={total ? state.offset : undefined}
      />
      <span className={styles.words}>{keptWords(kept, state.bytesPerSecond)}</span>
      <button type="button" className={parts.button} onClick={onStop}>
        Stop
      </button>
      <span role="status" className={parts.hidden}>
        {spokenProgress(kept)}
      </span>
    </div>
  );
}

function Done() {
  return (
    <div className={styles.keep}>
      <span role="status" className={parts.ok}>
        <Icon name="check" /> here, verified
      </span>
    </div>
  );
}
