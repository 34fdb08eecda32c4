import { useMemo } from 'react';
import { type ContainerConfig, totalSize } from '../../oci/index.ts';
import { Fact } from '../kit/Fact.tsx';
import parts from '../kit/parts.module.css';
import { ValueLines } from '../kit/table/ValueLines.tsx';
import { layerNotes } from '../tree/layerNotes.ts';
import { join, layersOf } from '../tree/nodes.ts';
import { About } from './About.tsx';
import { type ContainerRow, containerRows } from './containerRows.ts';
import { LayerTable, noTotal } from './LayerTable.tsx';
import styles from './Pane.module.css';
import type { PaneProps } from './paneProps.ts';
import { SizeBar } from './SizeBar.tsx';
import type { Selection } from './selection.ts';

/** Summarizes an image: its layers by size, what it runs, how it was built. */
export function ImageOverview(props: Pick<PaneProps, 'onSelect' | 'linkTo'> & { readonly selection: Selection }) {
  const { selection, onSelect } = props;
  const { manifest, config, ownerPath } = selection;
  const notes = useMemo(() => (manifest ? layerNotes(manifest, config) : []), [manifest, config]);
  const runs = useMemo(() => (config ? runRows(config.config) : []), [config]);
  if (!manifest) return null;
  const layers = layersOf(manifest);
  const bar = layers.map(({ size = 0n }, index) => ({
    path: join(ownerPath, `layers/${index}`),
    name: String(index + 1),
    note: notes[index] ?? '',
    size,
  }));
  return (
    <>
      {bar.length > 0 ? (
        <section className={styles.section}>
          <h2>Layers by size</h2>
          {totalSize(layers) === undefined ? (
            <p className={parts.muted}>{noTotal(layers)}</p>
          ) : (
            <SizeBar parts={bar} onSelect={onSelect} />
          )}
        </section>
      ) : null}
      <About selection={selection} />
      {runs.length > 0 ? (
        <section className={styles.section}>
          <h2>Runs</h2>
          <dl className={styles.facts}>
            {runs.map(({ term, values }) => (
              <Fact key={term} term={term}>
                <ValueLines values={values} />
              </Fact>
            ))}
          </dl>
        </section>
      ) : null}
      <section className={styles.section}>
        <h2>How it was built</h2>
        <LayerTable {...props} />
      </section>
    </>
  );
}

/** Returns how a container is started, as far as the config states it. */
function runRows(config: ContainerConfig): readonly ContainerRow[] {
  const [start, rest] = [containerRows(config).slice(0, 4), containerRows(config).slice(4)];
  const all = [...start, { term: 'Env', values: config.env ?? [] }, ...rest];
  return all.filter(({ values }) => values.length > 0);
}
