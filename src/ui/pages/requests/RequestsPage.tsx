import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatLogEntry, type LogEntry } from '../../../api/index.ts';
import { readLog } from '../../../client/index.ts';
import { asAppError } from '../../../errors/index.ts';
import { ErrorPanel } from '../../errors/ErrorPanel.tsx';
import { CopyButton } from '../../kit/CopyButton.tsx';
import { useCopy } from '../../kit/copy.ts';
import { formatCount, formatExactSize, formatSize } from '../../kit/format.ts';
import frame from '../../kit/frame.module.css';
import parts from '../../kit/parts.module.css';
import { useEnvironment } from '../../state/environment.ts';
import { entryNotes, entryStatus, entryTarget } from './entryFacts.ts';
import styles from './RequestsPage.module.css';

const kinds = [
  ['sent', 'To registries'],
  ['answered', 'To this page'],
  ['warning', 'Warnings'],
] as const;

/** What the worker asked and answered, newest first, to be read and to be copied into a report. */
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
    setHidden((before) => new Set(kinds.map(([name]) => name).filter((name) => before.has(name) !== (name === kind))));
  return (
    <div className={`${frame.own} ${styles.page}`}>
      <h1 id="title" tabIndex={-1}>
        Requests
      </h1>
      <p>What the worker of this browser asked of registries, answered to this page and warned of, newest first.</p>
      <div className={styles.actions}>
        <fieldset className={styles.kinds}>
          <legend className={parts.hidden}>Shown</legend>
          {kinds.map(([kind, name]) => (
            <label key={kind}>
              <input type="checkbox" checked={!hidden.has(kind)} onChange={() => toggle(kind)} /> {name}
            </label>
          ))}
        </fieldset>
        <button type="button" className={parts.button} onClick={() => void refetch()}>
          Refresh
        </button>
        {data && data.length > 0 ? (
          <CopyButton label="Copy as text" copied={copied} onCopy={() => copy(data.map(formatLogEntry).join('\n'))} />
        ) : null}
      </div>
      {error ? <ErrorPanel error={asAppError(error)} where={undefined} /> : null}
      {entries?.length === 0 ? <p className={parts.muted}>Nothing of these kinds was recorded.</p> : null}
      {entries && entries.length > 0 ? (
        <>
          <p className={parts.muted}>
            {formatCount(entries.length, 'line')} of the newest 500. No password or token is in any of them.
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
          <section className={styles.scroll} tabIndex={0} aria-label="Log">
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">Time</th>
                  <th scope="col">What</th>
                  <th scope="col">Status</th>
                  <th scope="col">Bytes</th>
                  <th scope="col">Took</th>
                  <th scope="col">Notes</th>
                </tr>
              </thead>
              <tbody>
                {entries.map((entry, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced as a whole
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
      <td className={styles.what}>
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
