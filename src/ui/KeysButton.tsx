import { lazy, Suspense, useRef, useState } from 'react';
import styles from './App.module.css';
import { useKeys } from './keys.ts';

const KeysList = lazy(() => import('./KeysList.tsx').then(({ KeysList }) => ({ default: KeysList })));

/** The keys of the page, in a dialog. */
export function KeysButton() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpened, setOpened] = useState(false);
  const show = () => {
    setOpened(true);
    dialog.current?.showModal();
  };
  useKeys({ '?': show });
  return (
    <>
      <button type="button" className={styles.statusButton} onClick={show}>
        ? keys
      </button>
      <dialog ref={dialog} className={styles.dialog} aria-labelledby="keys">
        {isOpened ? (
          <Suspense>
            <KeysList />
          </Suspense>
        ) : null}
      </dialog>
    </>
  );
}
