import { LongText } from '../LongText.tsx';
import styles from './values.module.css';
import { useVirtualRows } from './virtualRows.ts';

const usualHeight = 20;

/** Shows the values of a fact in monospace, one per line; any number of them. */
export function ValueLines({ values }: { readonly values: readonly string[] }) {
  const virtual = useVirtualRows(values.length, () => usualHeight);
  return (
    // biome-ignore lint/a11y/noRedundantRoles: WebKit drops the role of a list without markers
    <ul role="list" className={styles.lines} ref={virtual.ref} onFocus={virtual.onFocus}>
      {virtual.rows.map(({ index, gapBefore }) => (
        <li key={index} style={{ marginTop: gapBefore }} {...virtual.rowProps(index)}>
          <LongText text={values[index] ?? ''} />
        </li>
      ))}
      {virtual.gapAfter > 0 ? <li aria-hidden="true" style={{ height: virtual.gapAfter }} /> : null}
    </ul>
  );
}
