import type { ContainerConfig } from '../../oci/index.ts';
import { layerNotes } from '../layerNotes.ts';
import { join, layersOf } from '../nodes.ts';
import parts from '../parts.module.css';
import { About } from './About.tsx';
import { Fact } from './Facts.tsx';
import { LayerTable } from './LayerTable.tsx';
import styles from './Pane.module.css';
import type { PaneProps } from './paneProps.ts';
import { SizeBar } from './SizeBar.tsx';
import type { Selection } from './selection.ts';

/** An image at a glance: how its size is made up, what it runs, how it was built. */
export function ImageOverview(props: PaneProps & { readonly selection: Selection }) {
  const { selection, onSelect } = props;
  const { manifest, config, ownerPath } = selection;
  if (!manifest) return null;
  const notes = layerNotes(manifest, config);
  const bar = layersOf(manifest).flatMap(({ size }, index) =>
    size === undefined
      ? []
      : [
          {
            path: join(ownerPath, `layers/${index}`),
            name: String(index + 1),
            note: notes[index] ?? '',
            size,
          },
        ],
  );
  return (
    <>
      {bar.length > 0 ? (
        <section className={styles.section}>
          <h2>Layers by size</h2>
          <SizeBar parts={bar} onSelect={onSelect} />
        </section>
      ) : null}
      <About selection={selection} />
      {config && runs(config.config).length > 0 ? (
        <section className={styles.section}>
          <h2>Runs</h2>
          <dl className={styles.facts}>
            {runs(config.config).map(([term, value]) => (
              <Fact key={term} term={term}>
                <span className={parts.mono}>{value}</span>
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

/** What a container of it starts with, in a few words. */
function runs(config: ContainerConfig): readonly (readonly [string, string])[] {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Entrypoint', config.entrypoint?.join(' ')],
    ['Cmd', config.cmd?.join(' ')],
    ['User', config.user],
    ['Workdir', config.workingDir],
    ['Env', config.env?.join('\n')],
    ['Ports', config.exposedPorts?.join(', ')],
    ['Volumes', config.volumes?.join(', ')],
  ];
  return rows.flatMap(([term, value]) => (value ? [[term, value] as const] : []));
}
