import parts from '../kit/parts.module.css';
import styles from './OfflineDialog.module.css';
import { useStopKeeping } from './useStopKeeping.ts';

/** Takes the image of a dialog off the list of what is kept, and closes the dialog. */
export function StopKeepingButton({ digest, onClose }: { readonly digest: string; readonly onClose: () => void }) {
  const release = useStopKeeping();
  return (
    <button
      type="button"
      className={`${parts.button} ${styles.apart}`}
      onClick={() => {
        void release(digest);
        onClose();
      }}
    >
      Release
    </button>
  );
}
