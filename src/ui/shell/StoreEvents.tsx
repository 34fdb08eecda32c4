import parts from '../kit/parts.module.css';
import { reloadPage } from '../kit/reloadPage.ts';
import { newsWords } from '../messages/storeEvents.ts';
import { useEnvironment } from '../state/environment.ts';
import { useWorkerNews } from '../state/workerEvents.ts';
import styles from './StatusLine.module.css';

/** What became of the store while the page was open: who holds it up, what was damaged, what made way. */
export function StoreNews() {
  const { client, window } = useEnvironment();
  const news = useWorkerNews();
  return (
    <span role="status" className={styles.news}>
      {news.isOld ? (
        <span className={parts.warn}>
          This tab is running an old version{' '}
          <button type="button" className={styles.statusButton} onClick={() => reloadPage(client, window)}>
            Reload
          </button>
        </span>
      ) : null}
      {news.isBlocked ? (
        <span className={parts.warn}>Another tab of an older release holds up the store: close it</span>
      ) : null}
      {newsWords(news).map((words) => (
        <span key={words}>{words}</span>
      ))}
    </span>
  );
}
