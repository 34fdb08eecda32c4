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
import { type Column, DataTable } from '../../kit/table/DataTable.tsx';
import { requestsMessages } from '../../messages/requests.ts';
import { useEnvironment } from '../../state/environment.ts';
import { entryNotes, entryStatus, entryTarget } from './entryFacts.ts';
import styles from './RequestsPage.module.css';

const kinds = ['sent', 'answered', 'warning'] as const;
// The worker's log holds no more.
const maxEntries = 500;
const estimatedRowHeight = 31;
const names = requestsMessages.columns;

const columns: readonly Column<LogEntry>[] = [
  { name: names.time, share: 9, cell: (entry) => <TimeCell entry={entry} /> },
  { name: names.request, share: 45, className: styles.request, cell: (entry) => <RequestCell entry={entry} /> },
  { name: names.status, share: 9, cell: (entry) => <StatusCell entry={entry} /> },
  { name: names.size, share: 9, isNumber: true, cell: (entry) => <SizeCell entry={entry} /> },
  {
    name: names.duration,
    share: 9,
    isNumber: true,
    cell: (entry) => ('durationMs' in entry ? `${Math.round(entry.durationMs)} ms` : ''),
  },
  { name: names.notes, share: 19, className: styles.notes, cell: (entry) => entryNotes(entry).join(' · ') },
];

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
            <DataTable
              label={requestsMessages.table}
              rows={entries}
              keyOf={(_, index) => index}
              columns={columns}
              estimatedRowHeight={estimatedRowHeight}
              kindOf={({ kind }) => kind}
              className={{ box: styles.rows, table: styles.table }}
            />
          </section>
        </>
      ) : null}
    </div>
  );
}

function TimeCell({ entry }: { readonly entry: LogEntry }) {
  const time = new Date(entry.atMs);
  return (
    <time dateTime={time.toISOString()} title={time.toISOString()}>
      {time.toLocaleTimeString('en-GB')}
    </time>
  );
}

function RequestCell({ entry }: { readonly entry: LogEntry }) {
  const { host, path } = entryTarget(entry);
  return (
    <>
      {host === '' ? null : <b>{host}</b>} <span title={path}>{path}</span>
    </>
  );
}

function StatusCell({ entry }: { readonly entry: LogEntry }) {
  const { text, isBad } = entryStatus(entry);
  return isBad ? <span className={parts.bad}>{text}</span> : text;
}

function SizeCell({ entry }: { readonly entry: LogEntry }) {
  return 'bytes' in entry && entry.bytes !== undefined ? (
    <span title={formatExactSize(entry.bytes)}>{formatSize(entry.bytes)}</span>
  ) : null;
}
