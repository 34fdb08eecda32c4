import { Icon } from '../kit/icons.tsx';
import parts from '../kit/parts.module.css';
import { paneMessages } from '../messages/pane.ts';
import type { SavedImage } from '../saved/savedImages.ts';
import { usePin } from '../saved/usePin.ts';
import styles from './PinButton.module.css';

/** Pins and unpins an image. */
export function PinButton({ image }: { readonly image: SavedImage }) {
  const { isPinned, problem, toggle } = usePin(image);
  return (
    <>
      <span role="status" className={problem === '' ? parts.hidden : `${parts.chip} ${parts.warn} ${styles.problem}`}>
        {problem}
      </span>
      <button
        type="button"
        className={`${parts.button} ${styles.pin}`}
        aria-pressed={isPinned}
        title={isPinned ? paneMessages.pinnedTitle : paneMessages.pinTitle}
        onClick={toggle}
      >
        {isPinned ? <Icon name="check" /> : null}
        {paneMessages.pin}
      </button>
    </>
  );
}
