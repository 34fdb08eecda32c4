import styles from './MiddleText.module.css';
import parts from './parts.module.css';

/**
 * A text that may be too long for its room, shortened in its middle: its beginning gives way and its last characters stay.
 * The whole is its name for those who hear it, in its title, and shown where what it stands in has the focus.
 */
export function MiddleText({
  text,
  tail = 12,
}: {
  readonly text: string;
  /** How many characters stay at the end. */
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
