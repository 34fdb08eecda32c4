import { Icon } from '../kit/icons.tsx';
import parts from '../kit/parts.module.css';
import { usePin } from '../saved/usePin.ts';
import { useEnvironment } from '../state/environment.ts';
import type { ImageTree } from '../state/useImageTree.ts';
import styles from './PinButton.module.css';
import { openedOf } from './savedImageOf.ts';

/** Puts an image among the pinned ones of the home page, and takes it away. */
export function PinButton({ tree }: { readonly tree: ImageTree }) {
  const { now } = useEnvironment();
  const { isPinned, problem, toggle } = usePin(openedOf(tree, now()));
  return (
    <>
      <span role="status" className={problem === '' ? parts.hidden : `${parts.chip} ${parts.warn} ${styles.problem}`}>
        {problem}
      </span>
      <button
        type="button"
        className={`${parts.button} ${styles.pin}`}
        aria-pressed={isPinned}
        title={isPinned ? 'Pinned: it stands on the home page' : 'Pin it to the home page'}
        onClick={toggle}
      >
        {isPinned ? <Icon name="check" /> : null}
        Pin
      </button>
    </>
  );
}
