import { Icon } from '../kit/icons.tsx';
import parts from '../kit/parts.module.css';
import { paneMessages } from '../messages/pane.ts';
import { usePin } from '../saved/usePin.ts';
import { useEnvironment } from '../state/environment.ts';
import type { ImageTree } from '../state/useImageTree.ts';
import styles from './PinButton.module.css';
import { savedImageOf } from './savedImageOf.ts';

/** Pins and unpins an image. */
export function PinButton({ tree }: { readonly tree: ImageTree }) {
  const { now } = useEnvironment();
  const { isPinned, problem, toggle } = usePin(savedImageOf(tree, now()));
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
