import { type RefObject, useState } from 'react';
import type { ContentResponse } from '../../../api/index.ts';
import { asAppError } from '../../../errors/index.ts';
import { formatCount, groupDigits } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import styles from './storage.module.css';
import { useContentChange } from './useStored.ts';

/** Lists records of the database that can't be read, and removes them. */
export function FaultSection({
  faults: { count, listed },
  title,
  onRemoved,
}: {
  readonly faults: NonNullable<ContentResponse['faults']>;
  /** Gets the focus when this section is gone. */
  readonly title: RefObject<HTMLElement | null>;
  readonly onRemoved: (said: string) => void;
}) {
  const change = useContentChange();
  const [failure, setFailure] = useState('');
  const remove = async () => {
    try {
      const removed = await change({ dropFaults: true });
      onRemoved(`Removed: ${formatCount(removed.count, 'unreadable record')}.`);
      title.current?.focus();
    } catch (error) {
      setFailure(`That did not work: ${asAppError(error).message}`);
    }
  };
  return (
    <section aria-labelledby="faults" className={styles.section}>
      <h2 id="faults">Unreadable records</h2>
      <p>
        {formatCount(count, 'record')} of the database can’t be read and {count === 1 ? 'is' : 'are'} ignored. Content
        that you lose by removing {count === 1 ? 'it' : 'them'} is downloaded again when you open it.
      </p>
      <ul className={styles.damaged}>
        {listed.map(({ table, key }) => (
          <li key={`${table} ${key}`}>
            {table}: <span className={styles.digest}>{key}</span>
          </li>
        ))}
        {count > listed.length ? <li>and {groupDigits(count - listed.length)} more</li> : null}
      </ul>
      <div className={styles.actions}>
        <button type="button" className={parts.button} onClick={() => void remove()}>
          Remove unreadable records
        </button>
      </div>
      {failure === '' ? null : (
        <p role="alert" className={parts.bad}>
          {failure}
        </p>
      )}
    </section>
  );
}
