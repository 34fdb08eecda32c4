import { type KeyboardEvent, useEffect, useRef } from 'react';
import parts from '../../kit/parts.module.css';
import { rawMessages } from '../../messages/raw.ts';
import styles from './RawView.module.css';
import type { Find } from './useFind.ts';

/** Shows the search field with the number of matches. */
export function FindBar({ find, onClose }: { readonly find: Find; readonly onClose: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  const { openCount, query } = find;
  // biome-ignore lint/correctness/useExhaustiveDependencies: selects the query at each open()
  useEffect(() => field.current?.select(), [openCount]);
  const pressKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    find.move(event.shiftKey ? -1 : 1);
  };
  const hasNone = find.found.starts.length === 0;
  return (
    <search className={styles.find}>
      <input
        ref={field}
        type="text"
        aria-label={rawMessages.findLabel}
        placeholder={rawMessages.find}
        spellCheck={false}
        autoComplete="off"
        value={query}
        onChange={({ target }) => find.setQuery(target.value)}
        onKeyDown={pressKey}
      />
      <span role="status" className={parts.muted}>
        {query === '' ? '' : countOf(find)}
      </span>
      <button type="button" className={parts.button} disabled={hasNone} onClick={() => find.move(-1)}>
        {rawMessages.previousMatch}
      </button>
      <button type="button" className={parts.button} disabled={hasNone} onClick={() => find.move(1)}>
        {rawMessages.nextMatch}
      </button>
      <button type="button" className={parts.button} onClick={onClose}>
        {rawMessages.closeFind}
      </button>
    </search>
  );
}

function countOf({ found, current }: Find): string {
  const count = found.starts.length;
  if (count === 0) return rawMessages.notFound;
  return rawMessages.matches(current + 1, count, found.isCut);
}
