import { type RefObject, useState } from 'react';
import type { ContentResponse } from '../../../api/index.ts';
import { asAppError } from '../../../errors/index.ts';
import parts from '../../kit/parts.module.css';
import { faultMessages, storageMessages } from '../../messages/storage.ts';
import styles from './storage.module.css';
import { useContentChange } from './useStored.ts';

/** Lists database records that can't be read, with a button that removes them. */
export function FaultSection({
  faults: { count, listed },
  title,
  onRemoved,
}: {
  readonly faults: NonNullable<ContentResponse['faults']>;
  /** Gets the focus when this section disappears. */
  readonly title: RefObject<HTMLElement | null>;
  readonly onRemoved: (status: string) => void;
}) {
  const change = useContentChange();
  const [failure, setFailure] = useState('');
  const remove = async () => {
    try {
      const removed = await change({ dropFaults: true });
      onRemoved(faultMessages.removed(removed.count));
      title.current?.focus();
    } catch (error) {
      setFailure(storageMessages.failed(asAppError(error).message));
    }
  };
  return (
    <section aria-labelledby="faults" className={styles.section}>
      <h2 id="faults">{faultMessages.title}</h2>
      <p>{faultMessages.lead(count)}</p>
      <ul className={styles.corrupt}>
        {listed.map(({ table, key }) => (
          <li key={`${table} ${key}`}>
            {table}: <span className={styles.digest}>{key}</span>
          </li>
        ))}
        {count > listed.length ? <li>{storageMessages.more(count - listed.length)}</li> : null}
      </ul>
      <div className={styles.actions}>
        <button type="button" className={parts.button} onClick={() => void remove()}>
          {faultMessages.remove}
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
