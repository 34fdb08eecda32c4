import { formatCount, groupDigits } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import styles from '../../kit/table/table.module.css';
import type { Reading } from './useReading.ts';

/** The most that are asked for at one press. */
const maxRequested = 2000;

/** Asks for the manifests that an index points to, since the index states neither their layers nor their size. */
export function ReadAll({
  nouns,
  digests,
  reading: { progress, failures, start, stop },
}: {
  readonly nouns: string | undefined;
  /** Those that are not here. */
  readonly digests: readonly string[];
  readonly reading: Reading;
}) {
  const asked = digests.slice(0, maxRequested);
  return (
    <span className={styles.reading}>
      <span role="status" className={parts.muted}>
        {progress ? `${groupDigits(progress.done)} of ${groupDigits(progress.total)} read` : null}
        {!progress && failures.size > 0 ? `${formatCount(failures.size, 'manifest')} could not be read` : null}
      </span>
      {progress ? (
        <button type="button" className={parts.button} onClick={stop}>
          Stop
        </button>
      ) : null}
      {!progress && asked.length > 0 ? (
        <button
          type="button"
          className={parts.button}
          title={`An index does not state layers and sizes. This asks for ${formatCount(asked.length, 'manifest')}, with a request each.`}
          onClick={() => start(asked)}
        >
          Read all {nouns}
        </button>
      ) : null}
    </span>
  );
}
