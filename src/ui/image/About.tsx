import { formatPageAddress, treeAddress } from '../../api/index.ts';
import { Fact } from '../kit/Fact.tsx';
import { Link } from '../kit/Link.tsx';
import parts from '../kit/parts.module.css';
import { visible } from '../kit/visible.ts';
import { type AboutRow, aboutRows } from './about.ts';
import { statedBy } from './howDetected.ts';
import styles from './Pane.module.css';
import type { Selection } from './selection.ts';

/** Lists what annotations and labels state about an image: base image, source, revision, version, each with its link. */
export function About({ selection: { manifest, node, config } }: { readonly selection: Selection }) {
  const rows = aboutRows(manifest?.annotations, config?.config.labels, node.descriptor?.annotations);
  const own = aboutRows(manifest?.annotations, config?.config.labels).map(({ term }) => term);
  if (rows.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>About</h2>
      <dl className={styles.facts}>
        {rows.map((row) => (
          <Fact key={row.term} term={row.term}>
            <Value row={row} />
            {own.includes(row.term) ? null : <span className={parts.muted}> {statedBy(node)}</span>}
          </Fact>
        ))}
      </dl>
    </section>
  );
}

function Value({ row: { text, url, reference } }: { readonly row: AboutRow }) {
  if (reference !== undefined) {
    return (
      <a href={formatPageAddress(treeAddress(reference))} className={parts.mono}>
        {visible(text)}
      </a>
    );
  }
  if (url === undefined) return visible(text);
  return <Link url={url} text={visible(text)} />;
}
