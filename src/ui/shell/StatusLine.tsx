import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import frame from '../kit/frame.module.css';
import { useOnline } from '../kit/media.ts';
import parts from '../kit/parts.module.css';
import { statusMessages, storedCountsText } from '../messages/shell.ts';
import { volatileStoreText } from '../messages/storeEvents.ts';
import { offlineImages } from '../saved/savedImages.ts';
import { useGcRootsSync } from '../saved/syncGcRoots.ts';
import { useSavedList } from '../saved/useSavedList.ts';
import { useEnvironment } from '../state/environment.ts';
import type { StoredDigests } from '../state/storedDigests.ts';
import { siteStorageQuery } from '../state/storeQueries.ts';
import { useReconnect, useUnreached } from '../state/useReconnect.ts';
import { FileDrop } from './FileDrop.tsx';
import { KeysButton } from './KeysButton.tsx';
import styles from './StatusLine.module.css';
import { StoreEvents } from './StoreEvents.tsx';
import { ThemeButton } from './ThemeButton.tsx';
import { Update } from './Update.tsx';

const OfflineStatus = lazy(() =>
  import('../offline/OfflineStatus.tsx').then(({ OfflineStatus }) => ({ default: OfflineStatus })),
);

/** Status line: network state, stored content of the open image, store events, downloads, updates and storage use. */
export function StatusLine({ presence }: { readonly presence?: StoredDigests }) {
  useGcRootsSync();
  useReconnect();
  return (
    <footer className={`${frame.status} ${styles.line}`}>
      <Network />
      <NoServiceWorker />
      {presence ? <StoredCounts presence={presence} /> : null}
      {presence?.isFull ? (
        <span role="status" className={parts.warn}>
          {statusMessages.quota}
        </span>
      ) : null}
      {presence?.isVolatile ? (
        <span role="status" className={parts.warn} title={volatileStoreText}>
          {statusMessages.volatile}
        </span>
      ) : null}
      <span className={styles.gap} />
      <StoreEvents />
      <OfflineProgress />
      <Update />
      <StorageUsage />
      <ThemeButton />
      <KeysButton />
      <FileDrop />
    </footer>
  );
}

function Network() {
  const isOnline = useOnline();
  const unreached = useUnreached();
  const text = unreached === '' ? statusMessages.online : statusMessages.unreachable(unreached);
  return (
    <span
      aria-live="polite"
      className={styles.online}
      data-online={isOnline && unreached === ''}
      title={unreached === '' ? undefined : statusMessages.retrying}
    >
      {isOnline ? text : statusMessages.offline}
    </span>
  );
}

function StoredCounts({ presence }: { readonly presence: StoredDigests }) {
  const { digests, layers, isStored, isRead } = presence;
  if (digests.length === 0) return null;
  const countStored = (of: readonly string[]) => of.filter((digest) => isStored(digest) === true).length;
  const counts = {
    documents: digests.length,
    storedDocuments: countStored(digests),
    layers: layers.length,
    storedLayers: countStored(layers),
    isVerified: digests.every(isRead),
  };
  return <span className={styles.wide}>{storedCountsText(counts)}</span>;
}

/** Loaded if any image is available offline; it resumes unfinished downloads. */
function OfflineProgress() {
  const [entries] = useSavedList(offlineImages);
  return entries.length > 0 ? (
    <Suspense>
      <OfflineStatus />
    </Suspense>
  ) : null;
}

/** Warns that the app does not open offline if no service worker runs. */
function NoServiceWorker() {
  const { client } = useEnvironment();
  const { data: mode } = useQuery({ queryKey: ['mode'], queryFn: () => client.mode });
  if (mode !== 'dedicated-worker') return null;
  return (
    <span className={parts.warn} title={statusMessages.noServiceWorkerReason}>
      {statusMessages.noServiceWorker}
    </span>
  );
}

function StorageUsage() {
  const { client } = useEnvironment();
  const { data } = useQuery(siteStorageQuery(client));
  if (!data) return null;
  return (
    <a href="#view=storage" className={styles.wide}>
      {statusMessages.used(data.usedBytes, data.quotaBytes)}
    </a>
  );
}
