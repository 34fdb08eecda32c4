import { useEffect, useState, useSyncExternalStore } from 'react';
import { type Client, watchReleases } from '../../client/index.ts';
import { reloadPage } from '../kit/reloadPage.ts';
import { statusMessages } from '../messages/shell.ts';
import { useEnvironment } from '../state/environment.ts';
import { useWorkerEvents } from '../state/workerEvents.ts';
import styles from './StatusLine.module.css';

const watched = new WeakSet<Client>();

/** Offers a new version of the app that is waiting or already runs in another tab. */
export function Update() {
  const { client, window, now } = useEnvironment();
  const isWaiting = useSyncExternalStore(client.updates.subscribe, client.updates.isWaiting);
  // The store events already report an old version.
  const { isOld } = useWorkerEvents();
  const [isUpdating, setIsTaken] = useState(false);
  useEffect(() => {
    // Watch once for the lifetime of the page; this component is mounted again on each navigation.
    if (watched.has(client)) return;
    watched.add(client);
    watchReleases(window, now);
  }, [client, window, now]);
  const update = () => {
    setIsTaken(true);
    void reloadPage(client, window);
  };
  return (
    <span aria-live="polite">
      {isWaiting && !isOld ? (
        <>
          {statusMessages.newVersion}{' '}
          <button
            type="button"
            className={`${styles.statusButton} ${styles.offer}`}
            onClick={update}
            disabled={isUpdating}
          >
            {isUpdating ? statusMessages.updating : statusMessages.update}
          </button>
        </>
      ) : null}
    </span>
  );
}
