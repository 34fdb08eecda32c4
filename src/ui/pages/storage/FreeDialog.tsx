import { useId, useState } from 'react';
import type { ContentResponse } from '../../../api/index.ts';
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx';
import { formatSize } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { evictableBytes, freedText, readMegabytes } from '../../messages/storage.ts';
import styles from './storage.module.css';
import { useContentChange } from './useStored.ts';

/** Frees what was not opened for the longest time, as much as a person says. */
export function FreeDialog({
  facts,
  onFreed,
  onClose,
}: {
  readonly facts: ContentResponse;
  readonly onFreed: (said: string) => void;
  readonly onClose: (isDone: boolean) => void;
}) {
  const change = useContentChange();
  const evictable = evictableBytes(facts);
  const [isAmount, setAmount] = useState(evictable === 0);
  const [text, setText] = useState('100');
  const id = useId();
  const bytes = isAmount ? readMegabytes(text) : evictable;
  const confirm = async () => {
    if (bytes) onFreed(freedText(await change({ evictBytes: bytes, onlyUnprotected: !isAmount })));
  };
  return (
    <ConfirmDialog
      title="Free space"
      verb={bytes ? `Free ${formatSize(bytes)}` : 'Free'}
      canConfirm={Boolean(bytes)}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        What was not opened for the longest time goes first, until so much is free. Tagged and recent images go after
        all others; those that are pinned or kept offline stay.
      </p>
      <label className={styles.check}>
        <input
          type="radio"
          name={id}
          checked={!isAmount}
          disabled={evictable === 0}
          onChange={() => setAmount(false)}
        />
        <span>
          What is not pinned, tagged or recent: {evictable === 0 ? 'there is nothing' : <b>{formatSize(evictable)}</b>}
        </span>
      </label>
      <label className={styles.check}>
        <input type="radio" name={id} checked={isAmount} onChange={() => setAmount(true)} />
        <span id={`${id}-amount`}>At least</span>
        <input
          className={styles.amount}
          aria-labelledby={`${id}-amount ${id}-unit`}
          inputMode="decimal"
          autoComplete="off"
          value={text}
          aria-invalid={isAmount && bytes === undefined}
          onFocus={() => setAmount(true)}
          onChange={(event) => setText(event.target.value)}
        />
        <span id={`${id}-unit`}>MB</span>
      </label>
      {isAmount && bytes === undefined ? (
        <p role="alert" className={parts.bad}>
          Write a number of megabytes, as in 100.
        </p>
      ) : null}
    </ConfirmDialog>
  );
}
