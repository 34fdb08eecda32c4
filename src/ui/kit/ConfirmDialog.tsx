import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { asAppError } from '../../errors/index.ts';
import styles from './ConfirmDialog.module.css';
import { Dialog } from './Dialog.tsx';
import parts from './parts.module.css';

/** Asks for confirmation before something is deleted. A failure is shown in the dialog, which stays open. */
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
  /** Called when the dialog is closed and the focus is restored. */
  readonly onClose: (isDone: boolean) => void;
  readonly children: ReactNode;
}) {
  const cancel = useRef<HTMLButtonElement>(null);
  const isDone = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const submit = async (event: FormEvent, close: () => void) => {
    event.preventDefault();
    if (isBusy || !canConfirm) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await onConfirm();
      isDone.current = true;
      close();
    } catch (error) {
      setFailure(asAppError(error).message);
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} size="small" isBusy={isBusy} initialFocus={cancel} onClose={() => onClose(isDone.current)}>
      {(close) => (
        <form className={styles.form} onSubmit={(event) => void submit(event, close)}>
          {children}
          {failure === undefined ? null : (
            <p role="alert" className={parts.bad}>
              Failed: {failure}
            </p>
          )}
          <div className={styles.actions}>
            <button type="submit" className={`${parts.button} ${styles.danger}`} disabled={isBusy || !canConfirm}>
              {verb}
            </button>
            <button ref={cancel} type="button" className={parts.button} disabled={isBusy} onClick={close}>
              Cancel
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
