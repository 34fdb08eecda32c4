import { type FormEvent, useId, useRef, useState } from 'react';
import type { ContentResponse } from '../../../api/index.ts';
import { asAppError } from '../../../errors/index.ts';
import { formatSize } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { formatMegabytes, freedText, limitProblem, readMegabytes } from '../../messages/storage.ts';
import styles from './storage.module.css';
import { useContentChange, useSiteStorage } from './useStored.ts';

/** How much is kept at most. */
export function LimitForm({ facts }: { readonly facts: ContentResponse }) {
  const { heldBytes, limitBytes, isOwnLimit } = facts;
  const { data: site } = useSiteStorage();
  const change = useContentChange();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(isOwnLimit && limitBytes ? formatMegabytes(limitBytes) : '');
  const [problem, setProblem] = useState('');
  const [said, setSaid] = useState('');
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  const bytes = readMegabytes(text);
  const set = async (limitBytes: number | null) => {
    setBusy(true);
    setSaid('');
    try {
      const freed = await change({ limitBytes });
      setSaid(
        `${limitBytes === null ? 'The default is used.' : 'Set.'}${freed.count > 0 ? ` ${freedText(freed)}` : ''}`,
      );
      if (limitBytes === null) {
        setText('');
        // The button that was pressed is gone.
        input.current?.focus();
      }
    } catch (error) {
      setProblem(`Failed: ${asAppError(error).message}`);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = limitProblem(bytes, site?.quotaBytes);
    setProblem(found);
    if (found === '' && bytes !== undefined) void set(bytes);
    else input.current?.focus();
  };
  const isTight = bytes !== undefined && bytes > 0 && bytes < heldBytes && said === '';
  return (
    <section aria-labelledby="limit" className={styles.section}>
      <h2 id="limit">Limit</h2>
      <p>
        Above it the images that were not opened for the longest time go first; what is pinned or kept offline stays,
        with all that belongs to it.
      </p>
      <form className={styles.line} onSubmit={submit} noValidate>
        <label htmlFor={id}>Keep at most</label>
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
            setSaid('');
          }}
        />
        <span id={`${id}-unit`}>MB</span>
        <button type="submit" className={parts.button} disabled={isBusy}>
          Set
        </button>
        {isOwnLimit ? (
          <button type="button" className={parts.button} disabled={isBusy} onClick={() => void set(null)}>
            Use the default
          </button>
        ) : null}
        <span id={`${id}-hint`} className={parts.muted}>
          {isTight ? `Less than is held: about ${formatSize(heldBytes - bytes)} would go at once.` : ''}
        </span>
        <span id={`${id}-problem`} role="alert" className={parts.bad}>
          {problem}
        </span>
        <span role="status" className={parts.muted}>
          {said}
        </span>
      </form>
    </section>
  );
}
