import parts from '../kit/parts.module.css';
import { lackingWords } from '../messages/offline.ts';
import type { OfflineImage } from '../saved/offlineList.ts';
import styles from './OfflineDialog.module.css';

/** Which parts could not be had, and why; nothing where all is here. */
export function LackingList({ entry: { failed, lacking } }: { readonly entry: OfflineImage }) {
  if (failed === 0) return null;
  const more = failed - lacking.length;
  return (
    <ul className={styles.lacking} aria-label="What could not be had">
      {lacking.map((note) => (
        <li key={`${note.role} ${note.digest}`} title={note.digest}>
          {lackingWords(note)}
        </li>
      ))}
      {more > 0 ? <li className={parts.muted}>and {more} more</li> : null}
    </ul>
  );
}
