import { useId, useState } from 'react';
import type { ContentResponse } from '../../../api/index.ts';
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx';
import { formatSize } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { evictableBytes, freedText, freeMessages, readMegabytes } from '../../messages/storage.ts';
import styles from './storage.module.css';
import { useContentChange } from './useStored.ts';

/** Evicts the least recently used images: all unprotected ones, or a given number of MB. */
export function FreeDialog({
  facts,
  onFreed,
  onClose,
}: {
  readonly facts: ContentResponse;
  readonly onFreed: (status: string) => void;
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
      title={freeMessages.title}
      verb={bytes ? freeMessages.freeBytes(bytes) : freeMessages.free}
      canConfirm={Boolean(bytes)}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>{freeMessages.lead}</p>
      <label className={styles.check}>
        <input
          type="radio"
          name={id}
          checked={!isAmount}
          disabled={evictable === 0}
          onChange={() => setAmount(false)}
        />
        <span>
          {freeMessages.unprotected} {evictable === 0 ? freeMessages.none : <b>{formatSize(evictable)}</b>}
        </span>
      </label>
      <label className={styles.check}>
        <input type="radio" name={id} checked={isAmount} onChange={() => setAmount(true)} />
        <span id={`${id}-amount`}>{freeMessages.atLeast}</span>
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
        <span id={`${id}-unit`}>{freeMessages.unit}</span>
      </label>
      {isAmount && bytes === undefined ? (
        <p role="alert" className={parts.bad}>
          {freeMessages.invalid}
        </p>
      ) : null}
    </ConfirmDialog>
  );
}
