import { useEffect, useState, useSyncExternalStore } from 'react';
import { type Client, watchReleases } from '../../client/index.ts';
import { reloadPage } from '../kit/reloadPage.ts';
import { useEnvironment } from '../state/environment.ts';
import { useWorkerNews } from '../state/workerEvents.ts';
import styles from './StatusLine.module.css';

const watched = new WeakSet<Client>();

/** Offers a newer release of the app, where one waits or runs in another tab already. What is open stays as it is until then. */
export function Update() {
  const { client, window, now } = useEnvironment();
  const isWaiting = useSyncExternalStore(client.updates.subscribe, client.updates.isWaiting);
  // The store says so itself, where that is why.
  const { isOld } = useWorkerNews();
  const [isTaken, setIsTaken] = useState(false);
  useEffect(() => {
    // One for the life of the page, whatever part of it is looked at.
    if (watched.has(client)) return;
    watched.add(client);
    watchReleases(window, now);
  }, [client, window, now]);
  const take = () => {
    setIsTaken(true);
    void reloadPage(client, window);
  };
  return (
    <span aria-live="polite">
      {isWaiting && !isOld ? (
        <>
          A new version is here{' '}
          <button type="button" className={`${styles.statusButton} ${styles.offer}`} onClick={take} disabled={isTaken}>
            {isTaken ? 'Updating' : 'Reload to update'}
          </button>
        </>
      ) : null}
    </span>
  );
}
