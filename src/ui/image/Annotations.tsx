import { LongText } from '../kit/LongText.tsx';
import { ValueTable } from '../kit/table/ValueTable.tsx';
import { wellKnownKeys } from '../summary/aboutRows.ts';
import styles from './Pane.module.css';
import type { Selection } from './selection.ts';

/** Shows the annotations of a node: its own, and those of its descriptor in the parent. */
export function Annotations({ selection }: { readonly selection: Selection }) {
  return (
    <>
      <ValueSection title="Annotations" values={selection.manifest?.annotations} />
      <ValueSection title="Annotations from its parent" values={selection.node.descriptor?.annotations} />
    </>
  );
}

/** Shows names and values under a heading, well-known names first; renders nothing without annotations. */
export function ValueSection({
  title,
  values = {},
}: {
  readonly title: string;
  readonly values?: Readonly<Record<string, string>> | undefined;
}) {
  const entries = Object.entries(values);
  if (entries.length === 0) return null;
  const known = entries.filter(([key]) => wellKnownKeys.has(key));
  const others = entries.filter(([key]) => !wellKnownKeys.has(key));
  return (
    <section className={styles.section}>
      <h2>{title}</h2>
      <ValueTable rows={[...known, ...others].map(([key, value]) => [key, <LongText key={key} text={value} />])} />
    </section>
  );
}
