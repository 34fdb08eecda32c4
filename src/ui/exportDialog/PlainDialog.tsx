import { type ReactNode, useEffect, useId, useRef } from 'react';
import frame from '../App.module.css';
import parts from '../parts.module.css';
import styles from './exportDialog.module.css';

/** A dialog that is read and closed; what is in it acts by itself. The focus goes back to where it was. */
export function PlainDialog({
  title,
  onClose,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector('h2')?.focus();
  }, []);
  return (
    <dialog ref={dialog} className={`${frame.dialog} ${styles.dialog}`} aria-labelledby={id} onClose={onClose}>
      <header className={styles.head}>
        <h2 id={id} tabIndex={-1}>
          {title}
        </h2>
        <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      {children}
    </dialog>
  );
}
