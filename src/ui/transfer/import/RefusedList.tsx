import type { RefusedEntries } from '../../../api/index.ts';
import { formatCount, groupDigits } from '../../kit/format.ts';
import { refusalText, refusedName } from '../../messages/imports.ts';
import styles from './importPage.module.css';

const maxListed = 100;
const maxExpanded = 10;

/** Lists what was refused of an archive and why, up to what a person can read. */
export function RefusedList({ of: { refused, refusedCount } }: { readonly of: RefusedEntries }) {
  if (refusedCount === 0) return null;
  const listed = refused.slice(0, maxListed);
  const keyed = listed.map((entry, place) => ({ entry, key: `${place} ${entry.name}` }));
  return (
    <details className={styles.refused} open={refusedCount <= maxExpanded}>
      <summary>{formatCount(refusedCount, 'entry was', 'entries were')} refused</summary>
      <ul>
        {keyed.map(({ entry, key }) => (
          <li key={key}>
            <code title={entry.name}>{refusedName(entry)}</code> {refusalText(entry)}
          </li>
        ))}
        {refusedCount > listed.length ? <li>and {groupDigits(refusedCount - listed.length)} more</li> : null}
      </ul>
    </details>
  );
}
