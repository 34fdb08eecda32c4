import { useEnvironment } from './environment.ts';
import { newsWords } from './newsWords.ts';
import parts from './parts.module.css';
import { reloadPage } from './reloadPage.ts';
import styles from './StatusLine.module.css';
import { useWorkerNews } from './workerNews.ts';

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
