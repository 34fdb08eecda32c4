import { useQuery } from '@tanstack/react-query';
import frame from './App.module.css';
import { useEnvironment } from './environment.ts';
import { formatCount, formatSize } from './format.ts';
import { KeysButton } from './KeysButton.tsx';
import { useOnline } from './media.ts';
import parts from './parts.module.css';
import type { Presence } from './presence.ts';
import { useRootsTold } from './roots.ts';
import styles from './StatusLine.module.css';
import { StoreNews } from './StoreNews.tsx';
import { siteStorageQuery } from './siteStorageQuery.ts';
import { ThemeButton } from './ThemeButton.tsx';
import { Update } from './Update.tsx';

/** Online or not, what of the tree is here, what is stored; and a newer release, where one waits. */
export function StatusLine({ presence }: { readonly presence?: Presence }) {
  const isOnline = useOnline();
  useRootsTold();
  return (
    <footer className={`${frame.status} ${styles.line}`}>
      <span className={styles.online} data-online={isOnline}>
        {isOnline ? 'online' : 'offline'}
      </span>
      <LostOffline />
      {presence ? <Here presence={presence} /> : null}
      {presence?.isFull ? (
        <span role="status" className={parts.warn}>
          not kept: this browser’s storage is full
        </span>
      ) : null}
      <span className={styles.gap} />
      <StoreNews />
      <Update />
      <Stored />
      <ThemeButton />
      <KeysButton />
    </footer>
  );
}

function Here({ presence: { digests, isHere, isRead } }: { readonly presence: Presence }) {
  const total = digests.length;
  const here = digests.filter((digest) => isHere(digest) === true).length;
  if (total === 0) return null;
  const what = formatCount(total, 'document');
  if (here < total) return <span className={styles.wide}>{`${here} of ${what} here`}</span>;
  return <span className={styles.wide}>{`all ${what} here${digests.every(isRead) ? ', verified' : ''}`}</span>;
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
