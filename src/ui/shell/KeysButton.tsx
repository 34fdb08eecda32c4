import { lazy, Suspense, useState } from 'react';
import { useActions } from '../actions/useActions.ts';
import { Dialog } from '../kit/Dialog.tsx';
import { useKeys } from '../kit/keys.ts';
import { shortcutMessages } from '../messages/shell.ts';
import styles from './StatusLine.module.css';

const KeysList = lazy(() => import('./keys/KeysList.tsx').then(({ KeysList }) => ({ default: KeysList })));

/** Opens the list of keyboard shortcuts. */
export function KeysButton() {
  const [isOpen, setOpen] = useState(false);
  const show = () => setOpen(true);
  useKeys({ '?': show });
  useActions([{ id: 'keys', name: shortcutMessages.action, key: '?', run: show }]);
  return (
    <>
      <button type="button" className={styles.statusButton} onClick={show}>
        {shortcutMessages.button}
      </button>
      {isOpen ? (
        <Dialog title={shortcutMessages.title} hasCloseButton onClose={() => setOpen(false)}>
          <Suspense>
            <KeysList />
          </Suspense>
        </Dialog>
      ) : null}
    </>
  );
}
