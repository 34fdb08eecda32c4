import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatLogEntry, type LogEntry } from '../../../api/index.ts';
import { readLog } from '../../../client/index.ts';
import { asAppError } from '../../../errors/index.ts';
import { ErrorPanel } from '../../errors/ErrorPanel.tsx';
import { CopyButton } from '../../kit/CopyButton.tsx';
import { useCopy } from '../../kit/copy.ts';
import { formatExactSize, formatSize } from '../../kit/format.ts';
import frame from '../../kit/frame.module.css';
import parts from '../../kit/parts.module.css';
import { requestsMessages } from '../../messages/requests.ts';
import { useEnvironment } from '../../state/environment.ts';
import { entryNotes, entryStatus, entryTarget } from './entryFacts.ts';
import styles from './RequestsPage.module.css';

const kinds = ['sent', 'answered', 'warning'] as const;
// The worker's log holds no more.
const maxEntries = 500;

/** The worker's log of requests, responses and warnings, newest first; it can be copied into a bug report. */
export function RequestsPage() {
  const { client } = useEnvironment();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [copied, copy] = useCopy();
  const { data, error, refetch } = useQuery({
    queryKey: ['log'],
    queryFn: () => readLog(client),
    staleTime: 0,
    gcTime: 0,
  });
  const entries = data?.filter(({ kind }) => kind !== 'note' && !hidden.has(kind));
  const toggle = (kind: string) =>
    setHidden((before) => new Set(kinds.filter((name) => before.has(name) !== (name === kind))));
  return (
    <div className={`${frame.own} ${styles.page}`}>
      <h1 id="title" tabIndex={-1}>
        {requestsMessages.title}
      </h1>
      <p>{requestsMessages.lead}</p>
      <div className={styles.actions}>
        <fieldset className={styles.kinds}>
          <legend className={parts.hidden}>{requestsMessages.shown}</legend>
          {kinds.map((kind) => (
            <label key={kind}>
              <input type="checkbox" checked={!hidden.has(kind)} onChange={() => toggle(kind)} />{' '}
              {requestsMessages.kinds[kind]}
            </label>
          ))}
        </fieldset>
        <button type="button" className={parts.button} onClick={() => void refetch()}>
          {requestsMessages.refresh}
        </button>
        {data && data.length > 0 ? (
          <CopyButton
            label={requestsMessages.copy}
            copied={copied}
            onCopy={() => copy(data.map(formatLogEntry).join('\n'))}
          />
        ) : null}
      </div>
      {error ? <ErrorPanel error={asAppError(error)} where={undefined} /> : null}
      {entries?.length === 0 ? <p className={parts.muted}>{requestsMessages.empty}</p> : null}
      {entries && entries.length > 0 ? (
        <>
          <p className={parts.muted}>{requestsMessages.count(entries.length, maxEntries)}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area has to be reachable by keyboard */}
          <section className={styles.scroll} tabIndex={0} aria-label={requestsMessages.table}>
            <table className={styles.table}>
              <thead>
                <tr>
                  {requestsMessages.columns.map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {entries.map((entry, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id, and every refresh replaces the list
                  <Row key={index} entry={entry} />
                ))}
              </tbody>
            </table>
          </section>
        </>
      ) : null}
    </div>
  );
}

function Row({ entry }: { readonly entry: LogEntry }) {
  const time = new Date(entry.atMs);
  const { host, path } = entryTarget(entry);
  const { text, isBad } = entryStatus(entry);
  const size = 'bytes' in entry ? entry.bytes : undefined;
  return (
    <tr data-kind={entry.kind}>
      <td>
        <time dateTime={time.toISOString()} title={time.toISOString()}>
          {time.toLocaleTimeString('en-GB')}
        </time>
      </td>
      <td className={styles.request}>
        {host === '' ? null : <b>{host}</b>} <span title={path}>{path}</span>
      </td>
      <td className={isBad ? parts.bad : undefined}>{text}</td>
      <td className={parts.number} title={size === undefined ? undefined : formatExactSize(size)}>
        {size === undefined ? '' : formatSize(size)}
      </td>
      <td className={parts.number}>{'durationMs' in entry ? `${Math.round(entry.durationMs)} ms` : ''}</td>
      <td className={styles.notes}>{entryNotes(entry).join(' · ')}</td>
    </tr>
  );
}
