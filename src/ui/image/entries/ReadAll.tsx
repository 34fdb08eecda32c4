import parts from '../../kit/parts.module.css';
import styles from '../../kit/table/table.module.css';
import { entryMessages } from '../../messages/entries.ts';
import type { Reading } from './useReading.ts';

/** Maximum number of requests for one press of the button. */
const maxRequested = 2000;

/** Fetches the manifests of an index on request, since the index states neither their layers nor their content size. */
export function ReadAll({
  digests,
  reading: { progress, failures, start, stop },
}: {
  /** Manifests that are not loaded. */
  readonly digests: readonly string[];
  readonly reading: Reading;
}) {
  const requested = digests.slice(0, maxRequested);
  return (
    <span className={styles.reading}>
      <span role="status" className={parts.muted}>
        {progress ? entryMessages.loaded(progress.done, progress.total) : null}
        {!progress && failures.size > 0 ? entryMessages.failed(failures.size) : null}
      </span>
      {progress ? (
        <button type="button" className={parts.button} onClick={stop}>
          {entryMessages.stop}
        </button>
      ) : null}
      {!progress && requested.length > 0 ? (
        <button
          type="button"
          className={parts.button}
          title={entryMessages.loadSizesTitle(requested.length)}
          onClick={() => start(requested)}
        >
          {entryMessages.loadSizes}
        </button>
      ) : null}
    </span>
  );
}
