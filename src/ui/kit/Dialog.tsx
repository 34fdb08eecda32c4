import { type ReactNode, type RefObject, useEffect, useId, useRef } from 'react';
import styles from './Dialog.module.css';
import parts from './parts.module.css';

/**
 * A modal dialog: opens when it is rendered and restores the focus when it closes. Focuses `initialFocus`, else the title, when it
 * opens and when the title changes.
 */
export function Dialog({
  title,
  size = 'medium',
  isBusy = false,
  hasCloseButton = false,
  isPalette = false,
  initialFocus,
  onClose,
  children,
}: {
  readonly title: string;
  readonly size?: 'small' | 'medium' | 'large';
  /** Work is in progress that closing would not stop; Escape is disabled. */
  readonly isBusy?: boolean;
  readonly hasCloseButton?: boolean;
  /** Positioned near the top of the page, with a title for screen readers only. */
  readonly isPalette?: boolean;
  readonly initialFocus?: RefObject<HTMLElement | null>;
  /** Called when the dialog is closed and the focus is restored. */
  readonly onClose: () => void;
  readonly children: ReactNode | ((close: () => void) => ReactNode);
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  const close = () => dialog.current?.close();
  useEffect(() => dialog.current?.showModal(), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new title is a new view
  useEffect(() => (initialFocus?.current ?? heading.current)?.focus(), [title]);
  return (
    <dialog
      ref={dialog}
      className={`${styles.dialog} ${styles[size]} ${isPalette ? styles.palette : ''}`}
      aria-labelledby={id}
      aria-busy={isBusy}
      onCancel={(event) => {
        if (isBusy) event.preventDefault();
      }}
      onClose={onClose}
    >
      <header className={isPalette ? parts.hidden : styles.head}>
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {hasCloseButton ? (
          <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={close}>
            Close
          </button>
        ) : null}
      </header>
      {typeof children === 'function' ? children(close) : children}
    </dialog>
  );
}
