import { lazy, Suspense, useState } from 'react';
import { useActions } from '../actions/useActions.ts';
import { Dialog } from '../kit/Dialog.tsx';
import { useKeys } from '../kit/keys.ts';
import styles from './StatusLine.module.css';

const KeysList = lazy(() => import('./KeysList.tsx').then(({ KeysList }) => ({ default: KeysList })));

/** The keys of the page, in a dialog. */
export function KeysButton() {
  const [isOpen, setOpen] = useState(false);
  const show = () => setOpen(true);
  useKeys({ '?': show });
  useActions([{ id: 'keys', name: 'Show keys', key: '?', run: show }]);
  return (
    <>
      <button type="button" className={styles.statusButton} onClick={show}>
        ? shortcuts
      </button>
      {isOpen ? (
        <Dialog title="Keyboard shortcuts" hasCloseButton onClose={() => setOpen(false)}>
          <Suspense>
            <KeysList />
          </Suspense>
        </Dialog>
      ) : null}
    </>
  );
}
