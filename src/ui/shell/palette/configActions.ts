import { formatPlatform, type ImageConfig } from '../../../oci/index.ts';
import type { Action, OpenImage } from '../../actions/actions.ts';
import { visible } from '../../kit/visible.ts';
import { paletteMessages } from '../../messages/find/palette.ts';
import { containerRows } from '../../summary/containerRows.ts';
import type { KnownNode } from '../../tree/knownNodes.ts';
import { platformOfConfig } from '../../tree/platformFact.ts';

/** Values that the loaded configs of the open image state, as actions that show the config. */
export interface ConfigActions {
  readonly variables: readonly Action[];
  readonly labels: readonly Action[];
  readonly fields: readonly Action[];
}

const maxConfigs = 50;
/** Per config and kind. */
const maxValues = 500;
const maxLength = 200;

interface Stated {
  readonly name: string;
  readonly value: string;
}

/** Returns the values of every loaded config. A value says its platform if there are several configs. */
export function configActions(
  nodes: readonly KnownNode[],
  { source, configOf }: Pick<OpenImage, 'source' | 'configOf'>,
  show: (path: string) => void,
): ConfigActions {
  const configs = nodes
    .flatMap(({ node }) => {
      if (node.kind !== 'image') return [];
      const manifest = node.path === '' ? source.root.manifest : readyValue(source.manifestOf(node));
      const config = manifest && configOf(manifest);
      return config ? [{ path: node.path, config }] : [];
    })
    .slice(0, maxConfigs);
  const list = (kind: string, read: (config: ImageConfig) => readonly Stated[]): readonly Action[] =>
    configs.flatMap(({ path, config }) => {
      const platform = configs.length > 1 ? platformOfConfig(config) : undefined;
      const place = platform ? ` · ${formatPlatform(platform)}` : '';
      return read(config)
        .slice(0, maxValues)
        .map(({ name, value }, index) => ({
          id: `${kind} ${path} ${index}`,
          name: shorten(name),
          fact: `${shorten(value)}${place}`,
          icon: 'config' as const,
          run: () => show(path),
        }));
    });
  return {
    variables: list('variable', ({ config }) => (config.env ?? []).map(readVariable)),
    labels: list('label', ({ config }) =>
      Object.entries(config.labels ?? {}).map(([name, value]) => ({ name, value })),
    ),
    fields: list('field', readFields),
  };
}

/** Splits `PATH=/bin`. On Windows a name may start with `=`. */
function readVariable(line: string): Stated {
  const equals = line.indexOf('=', 1);
  return equals < 0 ? { name: line, value: '' } : { name: line.slice(0, equals), value: line.slice(equals + 1) };
}

function readFields(config: ImageConfig): readonly Stated[] {
  const { created, author, os, architecture, variant, dockerVersion } = config;
  const own = { created, author, os, architecture, variant, dockerVersion };
  return [
    ...containerRows(config.config).flatMap(({ term, values }) =>
      values.length > 0 ? [{ name: term, value: values.join(' ') }] : [],
    ),
    ...Object.entries(own).flatMap(([key, value]) =>
      value ? [{ name: paletteMessages.configFields[key as keyof typeof own], value }] : [],
    ),
    ...config.otherFields.map(({ path, json }) => ({ name: path, value: json })),
  ];
}

function readyValue<Value>(
  loaded: { readonly state: string; readonly value?: Value | undefined } | undefined,
): Value | undefined {
  return loaded?.state === 'ready' ? loaded.value : undefined;
}

function shorten(text: string): string {
  const shown = visible(text.slice(0, maxLength));
  return text.length > maxLength ? `${shown}…` : shown;
}
