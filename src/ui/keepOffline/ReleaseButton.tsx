import parts from '../parts.module.css';
import styles from './KeepDialog.module.css';
import { useRelease } from './useRelease.ts';

/** Takes the image of a dialog off the list of what is kept, and closes the dialog. */
export function ReleaseButton({ digest, onClose }: { readonly digest: string; readonly onClose: () => void }) {
  const release = useRelease();
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
