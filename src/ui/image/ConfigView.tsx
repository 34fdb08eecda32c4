import { useMemo } from 'react';
import type { ImageConfig } from '../../oci/index.ts';
import { ErrorPanel } from '../errors/ErrorPanel.tsx';
import { Fact } from '../kit/Fact.tsx';
import { LongText } from '../kit/LongText.tsx';
import parts from '../kit/parts.module.css';
import { ValueLines } from '../kit/table/ValueLines.tsx';
import { ValueTable } from '../kit/table/ValueTable.tsx';
import { When } from '../kit/When.tsx';
import { containerRows } from '../summary/containerRows.ts';
import frame from '../summary/Summary.module.css';
import { ValueSection } from './Annotations.tsx';
import { LayerTable } from './LayerTable.tsx';
import styles from './Pane.module.css';
import type { NodeProps } from './paneProps.ts';

/** Shows an image config: its known fields, then all others as JSON. */
export function ConfigView(props: NodeProps) {
  const { tree, selection } = props;
  const { config, owner } = selection;
  const error = owner && tree.configErrorOf(owner);
  if (error) return <ErrorPanel error={error} where={tree.where} />;
  if (!config)
    return (
      <p className={parts.muted}>
        Not an image config. The manifest states its type; the tools of that artifact read it.
      </p>
    );
  return (
    <>
      <ConfigFields config={config} />
      <section className={styles.section}>
        <h2>History</h2>
        <LayerTable {...props} isFull />
      </section>
    </>
  );
}

/** Shows all fields of a config except its history. */
export function ConfigFields({ config }: { readonly config: ImageConfig }) {
  const env = useMemo(() => (config.config.env ?? []).map(envRow), [config]);
  const others = useMemo(
    () => config.otherFields.map(({ path, json }) => [path, <LongText key={path} text={json} />] as const),
    [config],
  );
  return (
    <>
      <section className={styles.section}>
        <h2>Runs</h2>
        <dl className={frame.facts}>
          {containerRows(config.config).map(({ term, values }) => (
            <Fact key={term} term={term}>
              <Stated values={values} />
            </Fact>
          ))}
        </dl>
      </section>
      {env.length > 0 ? (
        <section className={styles.section}>
          <h2>Env</h2>
          <ValueTable rows={env} />
        </section>
      ) : null}
      <ValueSection title="Labels" values={config.config.labels} />
      <section className={styles.section}>
        <h2>Platform</h2>
        <dl className={frame.facts}>
          {platformRows(config).map(([term, ...values]) => (
            <Fact key={term} term={term}>
              <Stated values={values} />
            </Fact>
          ))}
        </dl>
      </section>
      <section className={styles.section}>
        <h2>Made</h2>
        <dl className={frame.facts}>
          <Fact term="Created">
            {config.created ? <When time={config.created} /> : <span className={parts.muted}>not stated</span>}
          </Fact>
          {config.author ? (
            <Fact term="Author">
              <LongText text={config.author} />
            </Fact>
          ) : null}
          {config.dockerVersion ? (
            <Fact term="Docker version">
              <LongText text={config.dockerVersion} />
            </Fact>
          ) : null}
        </dl>
      </section>
      {others.length > 0 ? (
        <section className={styles.section}>
          <h2>Other fields</h2>
          <ValueTable rows={others} />
        </section>
      ) : null}
    </>
  );
}

function Stated({ values }: { readonly values: readonly string[] }) {
  return values.length === 0 ? <span className={parts.muted}>not stated</span> : <ValueLines values={values} />;
}

function platformRows(config: ImageConfig): readonly (readonly [term: string, ...values: readonly string[]])[] {
  const { os, architecture, variant, osVersion, osFeatures = [] } = config;
  const rare: readonly (readonly [string, ...(readonly string[])])[] = [
    ['Variant', ...(variant ? [variant] : [])],
    ['OS version', ...(osVersion ? [osVersion] : [])],
    ['OS features', ...osFeatures],
  ];
  return [
    ['OS', ...(os ? [os] : [])],
    ['Architecture', ...(architecture ? [architecture] : [])],
    ...rare.filter((row) => row.length > 1),
  ];
}

/** Returns the name and value of a variable. On Windows a name may start with `=`. */
function envRow(line: string) {
  const equals = line.indexOf('=', 1);
  if (equals < 0)
    return [
      line,
      <span key="value" className={parts.muted}>
        {'no “=” and no value'}
      </span>,
    ] as const;
  return [line.slice(0, equals), <LongText key="value" text={line.slice(equals + 1)} />] as const;
}
