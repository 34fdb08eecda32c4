import { type KeyboardEvent, useEffect, useRef } from 'react';
import { groupDigits } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import styles from './RawView.module.css';
import type { Find } from './useFind.ts';

/** The field of what is looked for, with how often it is there. */
export function FindBar({ find, onClose }: { readonly find: Find; readonly onClose: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  const { asked, query } = find;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time it is asked for
  useEffect(() => field.current?.select(), [asked]);
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
        aria-label="Find in the text"
        placeholder="Find"
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
        Previous
      </button>
      <button type="button" className={parts.button} disabled={hasNone} onClick={() => find.move(1)}>
        Next
      </button>
      <button type="button" className={parts.button} onClick={onClose}>
        Close
      </button>
    </search>
  );
}

function countOf({ found, current }: Find): string {
  const count = found.starts.length;
  if (count === 0) return 'Not found';
  return `${groupDigits(current + 1)} of ${groupDigits(count)}${found.isCut ? '+' : ''}`;
}
