import type { ImageConfig } from '../../oci/index.ts';
import { containerRows } from '../containerRows.ts';
import { ErrorPanel } from '../ErrorPanel.tsx';
import parts from '../parts.module.css';
import { When } from '../When.tsx';
import { ValueSection } from './Annotations.tsx';
import { Fact } from './Facts.tsx';
import { LayerTable } from './LayerTable.tsx';
import styles from './Pane.module.css';
import type { PaneProps } from './paneProps.ts';
import type { Selection } from './selection.ts';
import { ValueTable } from './ValueTable.tsx';

/** An image config as it is stated; what it does not state is not shown. */
export function ConfigView(props: PaneProps & { readonly selection: Selection }) {
  const { tree, selection } = props;
  const { config, owner } = selection;
  const error = owner && tree.configErrorOf(owner);
  if (error) return <ErrorPanel error={error} where={tree.where} />;
  if (!config)
    return (
      <p className={parts.muted}>
        This is no image config: what it holds is for the artifact’s own tools. The manifest names its type.
      </p>
    );
  const { env = [] } = config.config;
  return (
    <>
      <section className={styles.section}>
        <h2>Runs</h2>
        <Stated rows={runRows(config)} />
      </section>
      {env.length > 0 ? (
        <section className={styles.section}>
          <h2>Env</h2>
          <ValueTable rows={env.map(splitEnv)} />
        </section>
      ) : null}
      <ValueSection title="Labels" values={config.config.labels} />
      <section className={styles.section}>
        <h2>Made</h2>
        <dl className={styles.facts}>
          {config.created ? (
            <Fact term="Created">
              <When time={config.created} />
            </Fact>
          ) : null}
          {config.author ? <Fact term="Author">{config.author}</Fact> : null}
          {config.dockerVersion ? <Fact term="Docker version">{config.dockerVersion}</Fact> : null}
        </dl>
      </section>
      <section className={styles.section}>
        <h2>History</h2>
        <LayerTable {...props} isFull />
      </section>
    </>
  );
}

function Stated({ rows }: { readonly rows: readonly (readonly [string, string | undefined])[] }) {
  return (
    <dl className={styles.facts}>
      {rows.map(([term, value]) => (
        <Fact key={term} term={term}>
          {value === undefined || value === '' ? (
            <span className={parts.muted}>not stated</span>
          ) : (
            <span className={parts.mono}>{value}</span>
          )}
        </Fact>
      ))}
    </dl>
  );
}

function runRows({ config }: ImageConfig): readonly (readonly [string, string | undefined])[] {
  const rare: readonly (readonly [string, string | undefined])[] = [
    ['Shell', words(config.shell)],
    ['Stop signal', config.stopSignal],
    ['On build', config.onBuild?.join('\n')],
  ];
  return [...containerRows(config, words), ...rare.filter(([, value]) => value)];
}

/** In exec form: where one argument ends matters. */
function words(list: readonly string[] | undefined): string | undefined {
  return list && JSON.stringify(list).replaceAll('","', '", "');
}

function splitEnv(line: string): readonly [string, string] {
  const equals = line.indexOf('=');
  return equals < 0 ? [line, ''] : [line.slice(0, equals), line.slice(equals + 1)];
}
