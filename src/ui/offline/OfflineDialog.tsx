import { useState } from 'react';
import { Dialog } from '../kit/Dialog.tsx';
import { shortDigest } from '../kit/format.ts';
import { Icon } from '../kit/icons.tsx';
import { MiddleText } from '../kit/MiddleText.tsx';
import parts from '../kit/parts.module.css';
import { offlineMessages } from '../messages/offline.ts';
import type { OfflineTarget } from '../saved/offlineTarget.ts';
import { OfflineDetails } from './OfflineDetails.tsx';
import styles from './OfflineDialog.module.css';
import { OfflineForm } from './OfflineForm.tsx';
import { OfflineProgress } from './OfflineProgress.tsx';
import { useOfflineImages } from './useOfflineSync.ts';

/** Makes an image available offline: options, then progress, then the result. A download continues when the dialog is closed. */
export function OfflineDialog({ target, onClose }: { readonly target: OfflineTarget; readonly onClose: () => void }) {
  const [isChanging, setChanging] = useState(false);
  const entry = useOfflineImages().find(({ digest }) => digest === target.digest);
  const view = !entry || isChanging ? 'form' : entry.state === 'done' ? 'facts' : 'progress';
  return (
    <Dialog title={offlineMessages.title[view]} onClose={onClose}>
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
          {!entry || isChanging ? (
            <OfflineForm target={target} entry={entry} onStored={() => setChanging(false)} onClose={close} />
          ) : entry.state === 'done' ? (
            <OfflineDetails entry={entry} onChange={() => setChanging(true)} onClose={close} />
          ) : (
            <OfflineProgress entry={entry} onClose={close} />
          )}
        </>
      )}
    </Dialog>
  );
}
