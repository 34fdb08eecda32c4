import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { IngestResponse } from '../../../api/index.ts';
import { dropIngest } from '../../../client/index.ts';
import { asAppError } from '../../../errors/index.ts';
import { formatRelative, formatTime, shortDigest } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import progressBar from '../../kit/progressBar.module.css';
import { digestOfIngest, ingestsMessages as messages, storageMessages } from '../../messages/storage.ts';
import { useEnvironment } from '../../state/environment.ts';
import { storeChanged } from '../../state/storeChanged.ts';
import { ingestsQuery } from '../../state/storeQueries.ts';
import styles from './storage.module.css';

const pollIntervalMs = 3000;

/** Lists downloads that are in progress or interrupted; renders nothing without any. */
export function Downloads() {
  const environment = useEnvironment();
  const { client } = environment;
  const title = useRef<HTMLHeadingElement>(null);
  const [status, setStatus] = useState('');
  const { data, error } = useQuery({
    ...ingestsQuery(client),
    refetchInterval: ({ state }) => (state.data?.length ? pollIntervalMs : false),
  });
  if (!error && !data?.length && status === '') return null;
  const remove = async (ref: string) => {
    try {
      await dropIngest(client, ref);
      setStatus(messages.deleted);
    } catch (failed) {
      setStatus(storageMessages.failed(asAppError(failed).message));
    }
    // The pressed button was removed.
    title.current?.focus();
    await storeChanged(environment);
  };
  return (
    <section aria-labelledby="downloads" className={styles.section}>
      <h2 id="downloads" tabIndex={-1} ref={title}>
        {messages.title}
      </h2>
      <p>{messages.lead}</p>
      {error ? <p className={parts.bad}>{messages.failed(error.message)}</p> : null}
      <ul className={styles.rows}>
        {data?.map((ingest) => (
          <Download key={ingest.ref} ingest={ingest} onRemove={() => void remove(ingest.ref)} />
        ))}
      </ul>
      <p role="status" className={status === '' ? parts.hidden : parts.muted}>
        {status}
      </p>
    </section>
  );
}

function Download({ ingest, onRemove }: { readonly ingest: IngestResponse; readonly onRemove: () => void }) {
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
        className={progressBar.bar}
        aria-label={messages.progress(short)}
        max={total || undefined}
        value={total ? Math.min(offset, total) : undefined}
        hidden={!total}
      />
      <span className={styles.grow}>
        {messages.amount(offset, total)}
        <span className={parts.muted}>
          {messages.lastWritten}
          <time
            dateTime={updatedAt.toISOString()}
            title={messages.times(formatTime(writtenAtMs), formatTime(startedAt.getTime()))}
          >
            {formatRelative(writtenAtMs, now())}
          </time>
        </span>
      </span>
      <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={onRemove}>
        {messages.delete}
        <span className={parts.hidden}> {short}</span>
      </button>
    </li>
  );
}
