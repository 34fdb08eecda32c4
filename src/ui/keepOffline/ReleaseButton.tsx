import parts from '../parts.module.css';
import styles from './KeepDialog.module.css';
import { useStopKeeping } from './useRelease.ts';

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
