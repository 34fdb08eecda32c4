import parts from '../kit/parts.module.css';
import { offlineMessages } from '../messages/offline.ts';
import styles from './OfflineDialog.module.css';
import { useRemoveOffline } from './useRemoveOffline.ts';

/** Removes the dialog's image from the offline list, and closes the dialog. */
export function RemoveOfflineButton({ digest, onClose }: { readonly digest: string; readonly onClose: () => void }) {
  const removeOffline = useRemoveOffline();
  return (
    <button
      type="button"
      className={`${parts.button} ${styles.apart}`}
      onClick={() => {
        void removeOffline(digest);
        onClose();
      }}
    >
      {offlineMessages.remove}
    </button>
  );
}
