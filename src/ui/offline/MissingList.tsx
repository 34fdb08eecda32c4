import parts from '../kit/parts.module.css';
import { missingPartText, offlineMessages } from '../messages/offline.ts';
import type { OfflineImage } from '../saved/offlineList.ts';
import styles from './OfflineDialog.module.css';

/** Lists the parts that could not be downloaded, with the reason of each. */
export function MissingList({ entry: { failed, lacking } }: { readonly entry: OfflineImage }) {
  if (failed === 0) return null;
  const more = failed - lacking.length;
  return (
    <ul className={styles.missing} aria-label={offlineMessages.missingParts}>
      {lacking.map((note) => (
        <li key={`${note.role} ${note.digest}`} title={note.digest}>
          {missingPartText(note)}
        </li>
      ))}
      {more > 0 ? <li className={parts.muted}>{offlineMessages.moreParts(more)}</li> : null}
    </ul>
  );
}
