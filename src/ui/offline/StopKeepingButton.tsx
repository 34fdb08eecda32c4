import parts from '../kit/parts.module.css';
import { offlineMessages } from '../messages/offline.ts';
import styles from './OfflineDialog.module.css';
import { useStopKeeping } from './useStopKeeping.ts';

/** Removes the dialog's image from the offline list, and closes the dialog. */
export function StopKeepingButton({ digest, onClose }: { readonly digest: string; readonly onClose: () => void }) {
  const stopKeeping = useStopKeeping();
  return (
    <button
      type="button"
      className={`${parts.button} ${styles.apart}`}
      onClick={() => {
        void stopKeeping(digest);
        onClose();
      }}
    >
      {offlineMessages.remove}
    </button>
  );
}
