import { useEnvironment } from './environment.ts';
import { formatCount, formatSize } from './format.ts';
import parts from './parts.module.css';
import { reloadPage } from './reloadPage.ts';
import styles from './StatusLine.module.css';
import { type News, useWorkerNews } from './workerNews.ts';

/** What became of the store while the page was open: who holds it up, what was damaged, what made way. */
export function StoreNews() {
  const { client, window } = useEnvironment();
  const news = useWorkerNews();
  return (
    <span role="status" className={styles.news}>
      {news.isOld ? (
        <span className={parts.warn}>
          This tab is of an older release{' '}
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

/** What happened to documents, in a few words each. */
export function newsWords({ damaged, healed, evicted }: Pick<News, 'damaged' | 'healed' | 'evicted'>): string[] {
  const words: string[] = [];
  if (damaged.size > 0) words.push(`${formatCount(damaged.size, 'stored document')} ${isAre(damaged.size)} damaged`);
  if (healed.size > 0)
    words.push(`${formatCount(healed.size, 'damaged document')} ${wasWere(healed.size)} fetched anew`);
  if (evicted.digests > 0) {
    const what = formatCount(evicted.digests, 'document');
    words.push(`${what} (${formatSize(evicted.bytes)}) made way for newer ones`);
  }
  return words;
}

function isAre(count: number): string {
  return count === 1 ? 'is' : 'are';
}

function wasWere(count: number): string {
  return count === 1 ? 'was' : 'were';
}
