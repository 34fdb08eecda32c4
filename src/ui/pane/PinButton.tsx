import { useEnvironment } from '../environment.ts';
import { Icon } from '../icons.tsx';
import { openedOf } from '../openedOf.ts';
import parts from '../parts.module.css';
import type { ImageTree } from '../useImageTree.ts';
import { usePin } from '../usePin.ts';
import styles from './PinButton.module.css';

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
