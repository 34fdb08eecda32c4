import type { KeyboardEvent, ReactNode } from 'react';
import parts from '../parts.module.css';
import styles from './table.module.css';

/** A search field for rows; `children` shows the number of matches. */
export function Filter({
  label,
  wish,
  onWish,
  children,
}: {
  readonly label: string;
  readonly wish: string;
  readonly onWish: (wish: string) => void;
  readonly children: ReactNode;
}) {
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onWish('');
  };
  return (
    <>
      <input
        type="search"
        className={styles.filter}
        aria-label={label}
        placeholder={label}
        title="Platform, version, name or start of a digest. Press Escape to clear."
        value={wish}
        spellCheck={false}
        autoCapitalize="none"
        onChange={(event) => onWish(event.target.value)}
        onKeyDown={press}
      />
      <span role="status" className={parts.muted}>
        {children}
      </span>
    </>
  );
}
