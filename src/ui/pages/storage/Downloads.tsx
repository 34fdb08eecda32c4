import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { IngestResponse } from '../../../api/index.ts';
import { dropIngest } from '../../../client/index.ts';
import { asAppError } from '../../../errors/index.ts';
import { formatRelative, formatSize, formatTime, shortDigest } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import look from '../../kit/progressBar.module.css';
import { digestOfIngest } from '../../messages/storage.ts';
import { useEnvironment } from '../../state/environment.ts';
import { ingestsQuery } from '../../state/ingestsQuery.ts';
import { storeChanged } from '../../state/storeChanged.ts';
import styles from './storage.module.css';

const lookAgainMs = 3000;

/** Downloads that are under way or were left; nothing where there are none. */
export function Downloads() {
  const environment = useEnvironment();
  const { client } = environment;
  const title = useRef<HTMLHeadingElement>(null);
  const [said, setSaid] = useState('');
  const { data, error } = useQuery({
    ...ingestsQuery(client),
    refetchInterval: ({ state }) => (state.data?.length ? lookAgainMs : false),
  });
  if (!error && !data?.length && said === '') return null;
  const drop = async (ref: string) => {
    try {
      await dropIngest(client, ref);
      setSaid('Dropped.');
    } catch (failed) {
      setSaid(`Failed: ${asAppError(failed).message}`);
    }
    // The button that was pressed is gone.
    title.current?.focus();
    await storeChanged(environment);
  };
  return (
    <section aria-labelledby="downloads" className={styles.section}>
      <h2 id="downloads" tabIndex={-1} ref={title}>
        Downloads
      </h2>
      <p>
        What is under way, or was cut off. The next time it is asked for it goes on from there; what is left goes by
        itself after a day.
      </p>
      {error ? <p className={parts.bad}>This could not be asked: {error.message}</p> : null}
      <ul className={styles.rows}>
        {data?.map((ingest) => (
          <Download key={ingest.ref} ingest={ingest} onDrop={() => void drop(ingest.ref)} />
        ))}
      </ul>
      <p role="status" className={said === '' ? parts.hidden : parts.muted}>
        {said}
      </p>
    </section>
  );
}

function Download({ ingest, onDrop }: { readonly ingest: IngestResponse; readonly onDrop: () => void }) {
  const { now } = useEnvironment();
  const { offset, total, updatedAt, startedAt } = ingest;
  const digest = digestOfIngest(ingest);
  const short = shortDigest(digest);
  const writtenAtMs = updatedAt.getTime();
  return (
    <li>
      <span className={styles.digest} title={digest}>
        {short}
      </span>
      <progress
        className={look.bar}
        aria-label={`Download of ${short}`}
        max={total || undefined}
        value={total ? Math.min(offset, total) : undefined}
        hidden={!total}
      />
      <span className={styles.grow}>
        {formatSize(offset)} {total ? `of ${formatSize(total)}` : 'so far'}
        <span className={parts.muted}>
          , last written{' '}
          <time
            dateTime={updatedAt.toISOString()}
            title={`${formatTime(writtenAtMs)}, begun ${formatTime(startedAt.getTime())}`}
          >
            {formatRelative(writtenAtMs, now())}
          </time>
        </span>
      </span>
      <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={onDrop}>
        Drop<span className={parts.hidden}> {short}</span>
      </button>
    </li>
  );
}
