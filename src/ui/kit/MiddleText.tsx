import styles from './MiddleText.module.css';
import parts from './parts.module.css';

/**
 * A text that may be too long for the available space: it is shortened in the middle and keeps its last characters. The
 * complete text is in the tooltip, available to screen readers, and shown while an element around it has the focus.
 */
export function MiddleText({
  text,
  tail = 12,
}: {
  readonly text: string;
  /** Number of characters to keep at the end. */
  readonly tail?: number;
}) {
  const characters = Array.from(text);
  const cut = characters.length > tail * 2 ? characters.length - tail : characters.length;
  return (
    <span className={styles.middle} title={text}>
      <span className={parts.hidden}>{text}</span>
      <span aria-hidden="true" className={styles.head}>
        {characters.slice(0, cut).join('')}
      </span>
      <span aria-hidden="true" className={styles.tail}>
        {characters.slice(cut).join('')}
      </span>
    </span>
  );
}
