import type { RefusedEntries } from '../../../api/index.ts';
import { importMessages, refusalText, refusedName } from '../../messages/imports.ts';
import styles from './importPage.module.css';

const maxListed = 100;
const maxExpanded = 10;

/** Lists the refused entries of an archive with their reasons, up to a limit. */
export function RefusedList({ of: { refused, refusedCount } }: { readonly of: RefusedEntries }) {
  if (refusedCount === 0) return null;
  const listed = refused.slice(0, maxListed);
  const keyed = listed.map((entry, place) => ({ entry, key: `${place} ${entry.name}` }));
  return (
    <details className={styles.refused} open={refusedCount <= maxExpanded}>
      <summary>{importMessages.errors(refusedCount)}</summary>
      <ul>
        {keyed.map(({ entry, key }) => (
          <li key={key}>
            <code title={entry.name}>{refusedName(entry)}</code> {refusalText(entry)}
          </li>
        ))}
        {refusedCount > listed.length ? <li>{importMessages.more(refusedCount - listed.length)}</li> : null}
      </ul>
    </details>
  );
}
