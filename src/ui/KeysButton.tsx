import { lazy, Suspense, useRef, useState } from 'react';
import frame from './App.module.css';
import { useKeys } from './keys.ts';
import styles from './StatusLine.module.css';
import { useOffers } from './useOffers.ts';

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
  useOffers([{ id: 'keys', name: 'Show keys', key: '?', run: show }]);
  return (
    <>
      <button type="button" className={styles.statusButton} onClick={show}>
        ? keys
      </button>
      <dialog ref={dialog} className={frame.dialog} aria-labelledby="keys">
        {isOpened ? (
          <Suspense>
            <KeysList />
          </Suspense>
        ) : null}
      </dialog>
    </>
  );
}
