import { type FormEvent, useId, useRef, useState } from 'react';
import type { ContentResponse } from '../../../api/index.ts';
import { asAppError } from '../../../errors/index.ts';
import parts from '../../kit/parts.module.css';
import {
  formatMegabytes,
  freedText,
  limitMessages,
  limitProblem,
  readMegabytes,
  storageMessages,
} from '../../messages/storage.ts';
import styles from './storage.module.css';
import { useContentChange, useSiteStorage } from './useStored.ts';

/** The form that sets the storage limit. */
export function LimitForm({ facts }: { readonly facts: ContentResponse }) {
  const { heldBytes, limitBytes, isOwnLimit } = facts;
  const { data: site } = useSiteStorage();
  const change = useContentChange();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(isOwnLimit && limitBytes ? formatMegabytes(limitBytes) : '');
  const [problem, setProblem] = useState('');
  const [status, setStatus] = useState('');
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  const bytes = readMegabytes(text);
  const set = async (limitBytes: number | null) => {
    setBusy(true);
    setStatus('');
    try {
      const freed = await change({ limitBytes });
      setStatus(
        `${limitBytes === null ? limitMessages.isDefault : limitMessages.isSet}${freed.count > 0 ? ` ${freedText(freed)}` : ''}`,
      );
      if (limitBytes === null) {
        setText('');
        // The pressed button was removed.
        input.current?.focus();
      }
    } catch (error) {
      setProblem(storageMessages.failed(asAppError(error).message));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const newProblem = limitProblem(bytes, site?.quotaBytes);
    setProblem(newProblem);
    if (newProblem === '' && bytes !== undefined) void set(bytes);
    else input.current?.focus();
  };
  const isBelowUsage = bytes !== undefined && bytes > 0 && bytes < heldBytes && status === '';
  return (
    <section aria-labelledby="limit" className={styles.section}>
      <h2 id="limit">{limitMessages.title}</h2>
      <p>{limitMessages.lead}</p>
      <form className={styles.line} onSubmit={submit} noValidate>
        <label htmlFor={id}>{limitMessages.field}</label>
        <input
          id={id}
          ref={input}
          className={styles.amount}
          inputMode="decimal"
          autoComplete="off"
          value={text}
          placeholder={limitBytes ? formatMegabytes(Math.round(limitBytes / 1e6) * 1e6) : ''}
          aria-invalid={problem !== ''}
          aria-describedby={`${id}-unit ${id}-problem ${id}-hint`}
          onChange={(event) => {
            setText(event.target.value);
            setProblem('');
            setStatus('');
          }}
        />
        <span id={`${id}-unit`}>{limitMessages.unit}</span>
        <button type="submit" className={parts.button} disabled={isBusy}>
          {limitMessages.set}
        </button>
        {isOwnLimit ? (
          <button type="button" className={parts.button} disabled={isBusy} onClick={() => void set(null)}>
            {limitMessages.useDefault}
          </button>
        ) : null}
        <span id={`${id}-hint`} className={parts.muted}>
          {isBelowUsage ? limitMessages.tooSmall(heldBytes - bytes) : ''}
        </span>
        <span id={`${id}-problem`} role="alert" className={parts.bad}>
          {problem}
        </span>
        <span role="status" className={parts.muted}>
          {status}
        </span>
      </form>
    </section>
  );
}
