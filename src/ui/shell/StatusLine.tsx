import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { formatCount, formatSize } from '../kit/format.ts';
import frame from '../kit/frame.module.css';
import { useOnline } from '../kit/media.ts';
import parts from '../kit/parts.module.css';
import { volatileWords } from '../messages/volatileStore.ts';
import { useGcRootsSync } from '../saved/gcRoots.ts';
import { offlineImages } from '../saved/offlineEntries.ts';
import { useSavedList } from '../saved/useSavedList.ts';
import { useEnvironment } from '../state/environment.ts';
import { siteStorageQuery } from '../state/siteStorageQuery.ts';
import type { Presence } from '../state/storedDigests.ts';
import { useReconnect, useUnreached } from '../state/useReconnect.ts';
import { FileDrop } from './FileDrop.tsx';
import { KeysButton } from './KeysButton.tsx';
import styles from './StatusLine.module.css';
import { StoreNews } from './StoreEvents.tsx';
import { ThemeButton } from './ThemeButton.tsx';
import { Update } from './Update.tsx';

const OfflineStatus = lazy(() =>
  import('../offline/OfflineStatus.tsx').then(({ OfflineStatus }) => ({ default: OfflineStatus })),
);

/** Online or not, what of the tree is here, what is stored; and a newer release, where one waits. */
export function StatusLine({ presence }: { readonly presence?: Presence }) {
  useGcRootsSync();
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
  const [entries] = useSavedList(offlineImages);
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
