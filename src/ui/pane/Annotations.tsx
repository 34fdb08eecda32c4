import { isHttps, Link } from './Link.tsx';
import styles from './Pane.module.css';
import type { Selection } from './selection.ts';
import { ValueTable } from './ValueTable.tsx';

/** Annotations of a node: the document's own, and what its parent says of it. */
export function Annotations({ selection }: { readonly selection: Selection }) {
  const own = Object.entries(selection.manifest?.annotations ?? {});
  const stated = Object.entries(selection.node.descriptor?.annotations ?? {});
  return (
    <>
      {own.length > 0 ? <Group title="Annotations" entries={own} /> : null}
      {stated.length > 0 ? <Group title="Annotations given by its parent" entries={stated} /> : null}
    </>
  );
}

function Group({
  title,
  entries,
}: {
  readonly title: string;
  readonly entries: readonly (readonly [string, string])[];
}) {
  return (
    <section className={styles.section}>
      <h2>{title}</h2>
      <ValueTable
        rows={entries.map(([key, value]) => [key, isHttps(value) ? <Link key={key} url={value} /> : value])}
      />
    </section>
  );
}
