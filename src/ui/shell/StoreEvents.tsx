import parts from '../kit/parts.module.css';
import { reloadPage } from '../kit/reloadPage.ts';
import { statusMessages } from '../messages/shell.ts';
import { storeEventTexts } from '../messages/storeEvents.ts';
import { useEnvironment } from '../state/environment.ts';
import { useWorkerEvents } from '../state/workerEvents.ts';
import styles from './StatusLine.module.css';

/** Reports events of the content store since the page was opened: a blocked upgrade, corrupt, repaired and evicted content. */
export function StoreEvents() {
  const { client, window } = useEnvironment();
  const events = useWorkerEvents();
  return (
    <span role="status" className={styles.news}>
      {events.isOld ? (
        <span className={parts.warn}>
          {statusMessages.oldVersion}{' '}
          <button type="button" className={styles.statusButton} onClick={() => reloadPage(client, window)}>
            {statusMessages.reload}
          </button>
        </span>
      ) : null}
      {events.isBlocked ? <span className={parts.warn}>{statusMessages.blocked}</span> : null}
      {storeEventTexts(events).map((text) => (
        <span key={text}>{text}</span>
      ))}
    </span>
  );
}
