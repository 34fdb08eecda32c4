import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { asAppError } from '../../errors/index.ts';
import frame from '../App.module.css';
import parts from '../parts.module.css';
import styles from './storage.module.css';

/** Asks before something goes. What fails is said in it, and it stays. */
export function ConfirmDialog({
  title,
  verb,
  canConfirm = true,
  onConfirm,
  onClose,
  children,
}: {
  readonly title: string;
  readonly verb: string;
  readonly canConfirm?: boolean;
  readonly onConfirm: () => Promise<void>;
  /** Called last, when the focus is back where it was. */
  readonly onClose: (isDone: boolean) => void;
  readonly children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  const isDone = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const id = useId();
  useEffect(() => {
    dialog.current?.showModal();
    cancel.current?.focus();
  }, []);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy || !canConfirm) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await onConfirm();
      isDone.current = true;
      dialog.current?.close();
    } catch (error) {
      setFailure(asAppError(error).message);
      setBusy(false);
    }
  };
  return (
    <dialog
      ref={dialog}
      className={`${frame.dialog} ${styles.dialog}`}
      aria-labelledby={id}
      onCancel={(event) => {
        if (isBusy) event.preventDefault();
      }}
      onClose={() => onClose(isDone.current)}
    >
      <form className={styles.form} onSubmit={(event) => void submit(event)} aria-busy={isBusy}>
        <h2 id={id}>{title}</h2>
        {children}
        {failure === undefined ? null : (
          <p role="alert" className={parts.bad}>
            That did not work: {failure}
          </p>
        )}
        <div className={styles.actions}>
          <button type="submit" className={`${parts.button} ${styles.danger}`} disabled={isBusy || !canConfirm}>
            {verb}
          </button>
          <button
            ref={cancel}
            type="button"
            className={parts.button}
            disabled={isBusy}
            onClick={() => dialog.current?.close()}
          >
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}
