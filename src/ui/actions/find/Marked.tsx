import styles from './find.module.css';
import type { Mark } from './findWord.ts';

/** A text with its matches highlighted. */
export function Marked({ text, marks }: { readonly text: string; readonly marks: readonly Mark[] }) {
  const ends = [0, ...marks.map(([, to]) => to)];
  return (
    <>
      {marks.map(([from, to], index) => (
        <span key={from}>
          {text.slice(ends[index], from)}
          <mark className={styles.mark}>{text.slice(from, to)}</mark>
        </span>
      ))}
      {text.slice(ends.at(-1))}
    </>
  );
}
