import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import frame from './App.module.css';
import { useEnvironment } from './environment.ts';
import { FileDrop } from './FileDrop.tsx';
import { formatCount, formatSize } from './format.ts';
import { KeysButton } from './KeysButton.tsx';
import { kept } from './kept.ts';
import { useOnline } from './media.ts';
import { useReconnect, useUnreached } from './network/useReconnect.ts';
import parts from './parts.module.css';
import type { Presence } from './presence.ts';
import { useRootsTold } from './roots.ts';
import styles from './StatusLine.module.css';
import { StoreNews } from './StoreNews.tsx';
import { siteStorageQuery } from './siteStorageQuery.ts';
import { ThemeButton } from './ThemeButton.tsx';
import { Update } from './Update.tsx';
import { useOpened } from './useOpened.ts';
import { volatileWords } from './volatileWords.ts';

const OfflineStatus = lazy(() =>
  import('./keepOffline/KeepStatus.tsx').then(({ OfflineStatus }) => ({ default: OfflineStatus })),
);

/** Online or not, what of the tree is here, what is stored; and a newer release, where one waits. */
export function StatusLine({ presence }: { readonly presence?: Presence }) {
  useRootsTold();
  useReconnect();
  return (
    <footer className={`${frame.status} ${styles.line}`}>
      <Network />
      <LostOffline />
      {presence ? <Here presence={presence} /> : null}
      {presence?.isFull ? (
        <span role="status" className={parts.warn}>
          not kept: this browser’s storage is full
        </span>
      ) : null}
      {presence?.isVolatile ? (
        <span role="status" className={parts.warn} title={volatileWords}>
          nothing is stored
        </span>
      ) : null}
      <span className={styles.gap} />
      <StoreNews />
      <Keeping />
      <Update />
      <Stored />
      <ThemeButton />
      <KeysButton />
      <FileDrop />
    </footer>
  );
}

function Network() {
  const isOnline = useOnline();
  const unreached = useUnreached();
  const words = unreached === '' ? 'online' : `${unreached} cannot be reached`;
  return (
    <span
      aria-live="polite"
      className={styles.online}
      data-online={isOnline && unreached === ''}
      title={unreached === '' ? undefined : 'It is tried again by itself; what is here opens all the same'}
    >
      {isOnline ? words : 'offline'}
    </span>
  );
}

function Here({ presence: { digests, layers, isHere, isRead } }: { readonly presence: Presence }) {
  const countHere = (of: readonly string[]) => of.filter((digest) => isHere(digest) === true).length;
  const total = digests.length;
  const here = countHere(digests);
  if (total === 0) return null;
  const what = formatCount(total, 'document');
  const documents = here < total ? `${here} of ${what}` : `all ${what}`;
  const match = here === total && digests.every(isRead) ? ', digests match' : '';
  const layersHere = countHere(layers);
  const ofLayers = layersHere === 0 ? '' : ` and ${layersHere} of ${formatCount(layers.length, 'layer')}`;
  return <span className={styles.wide}>{`${documents}${ofLayers} here${match}`}</span>;
}

/** Loaded where anything is kept offline: it goes on with what was not finished. */
function Keeping() {
  const [entries] = useOpened(kept);
  return entries.length > 0 ? (
    <Suspense>
      <OfflineStatus />
    </Suspense>
  ) : null;
}

/** What is lost where no service worker runs. */
function LostOffline() {
  const { client } = useEnvironment();
  const { data: mode } = useQuery({ queryKey: ['mode'], queryFn: () => client.mode });
  if (mode !== 'dedicated-worker') return null;
  const why = 'No service worker can run here: that takes https or localhost, and a window that is not private.';
  return (
    <span className={parts.warn} title={why}>
      links will not open without a network
    </span>
  );
}

function Stored() {
  const { client } = useEnvironment();
  const { data } = useQuery(siteStorageQuery(client));
  if (!data) return null;
  return (
    <a href="#view=storage" className={styles.wide}>
      {formatSize(data.usedBytes)} of {formatSize(data.quotaBytes)} used
    </a>
  );
}
