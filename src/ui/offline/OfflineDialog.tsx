import { useState } from 'react';
import { Dialog } from '../kit/Dialog.tsx';
import { shortDigest } from '../kit/format.ts';
import { Icon } from '../kit/icons.tsx';
import { MiddleText } from '../kit/MiddleText.tsx';
import parts from '../kit/parts.module.css';
import type { OfflineTarget } from '../saved/offlineTarget.ts';
import { OfflineDetails } from './OfflineDetails.tsx';
import styles from './OfflineDialog.module.css';
import { OfflineForm } from './OfflineForm.tsx';
import { KeepProgress } from './OfflineProgress.tsx';
import { useOfflineImages } from './useOfflineSync.ts';

/** Keeps an image offline: what of it and how much that is, how far it is, and what became of it. It may be closed at any time. */
export function OfflineDialog({ target, onClose }: { readonly target: OfflineTarget; readonly onClose: () => void }) {
  const [isChosenAnew, setChosenAnew] = useState(false);
  const entry = useOfflineImages().find(({ digest }) => digest === target.digest);
  const view = !entry || isChosenAnew ? 'form' : entry.state === 'done' ? 'facts' : 'progress';
  const title = { form: 'Keep offline', progress: 'Keeping offline', facts: 'Kept offline' }[view];
  return (
    <Dialog title={title} onClose={onClose}>
      {(close) => (
        <>
          <p className={styles.image}>
            <Icon name={target.icon} />
            <span className={styles.name} title={target.digest}>
              <MiddleText text={target.reference.replace(/@.*/, '')} />
            </span>
            <span className={parts.muted}>
              {target.title} · {shortDigest(target.digest)}
            </span>
          </p>
          {!entry || isChosenAnew ? (
            <OfflineForm target={target} entry={entry} onStored={() => setChosenAnew(false)} onClose={close} />
          ) : entry.state === 'done' ? (
            <OfflineDetails entry={entry} onChange={() => setChosenAnew(true)} onClose={close} />
          ) : (
            <KeepProgress entry={entry} onClose={close} />
          )}
        </>
      )}
    </Dialog>
  );
}
