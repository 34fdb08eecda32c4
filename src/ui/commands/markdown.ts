import type { ImageConfig, Manifest } from '../../oci/index.ts';
import { artifactTypeOf, formatPlatform, totalSize } from '../../oci/index.ts';
import { containerRows } from '../containerRows.ts';
import { formatCount, formatExactSize, formatSize, formatStatedTime } from '../format.ts';
import { stepsOf } from '../layerNotes.ts';
import { childNodes, layersOf } from '../nodes.ts';
import { stepLine } from '../pane/instructions.ts';
import type { PaneProps } from '../pane/paneProps.ts';
import type { Selection } from '../pane/selection.ts';
import { platformOf } from '../titles.ts';
import { visible } from '../visible.ts';
import { markdownCell, markdownCode, markdownTable, markdownText } from './markdownText.ts';

/** More rows would fill an issue by themselves. */
const mostRows = 200;

/** What is selected, for an issue or a review: title, facts, and its platforms or layers. Text of the registry is inert. */
export function markdownOf(
  tree: PaneProps['tree'],
  selection: Selection,
  { title, link }: { readonly title: string; readonly link: string },
): string {
  const { manifest, owner, config, node } = selection;
  const ofImage = node.kind === 'config' || node.kind === 'image' ? config : undefined;
  return [
    `## ${markdownText(title)}`,
    `[Open in ociscope](<${link}>)`,
    factList(tree, selection),
    ...(manifest?.kind === 'index' ? [`### Platforms\n\n${entryTable(selection, manifest)}`] : []),
    ...(manifest && node.kind === 'artifact' ? [`### Content\n\n${entryTable(selection, manifest)}`] : []),
    ...layerSections(owner, node.kind === 'image' || node.kind === 'layers', config),
    ...(ofImage ? configSections(ofImage) : []),
    ...annotationSections(selection),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

type Row = readonly [string, string];

function factList(tree: PaneProps['tree'], { node, manifest, config }: Selection): string {
  const { descriptor } = node;
  const platform = node.kind === 'layer' ? undefined : platformOf(tree.walk.steps, config);
  const layers = manifest ? layersOf(manifest) : [];
  const total = layers.length > 0 ? totalSize(layers) : undefined;
  const rows: readonly (Row | undefined)[] = [
    tree.where && ['Repository', markdownCode(`${tree.where.host}/${tree.where.name}`)],
    descriptor && ['Digest', markdownCode(descriptor.digest)],
    descriptor && ['Media type', markdownCode(manifest?.payload().mediaType ?? descriptor.mediaType)],
    manifest && node.kind === 'artifact' ? ['Artifact type', markdownCode(artifactTypeOf(manifest))] : undefined,
    total === undefined ? undefined : ['Layers', `${size(total)} in ${formatCount(layers.length, 'layer')}`],
    descriptor?.size === undefined ? undefined : [total === undefined ? 'Size' : 'Manifest', size(descriptor.size)],
    platform && ['Platform', markdownCode(formatPlatform(platform))],
    manifest && config?.created ? ['Created', createdText(config.created)] : undefined,
    node.kind === 'layer' && node.note ? ['Made by', markdownCode(node.note)] : undefined,
    manifest?.subject && ['Subject', markdownCode(manifest.subject.digest)],
  ];
  return rows.flatMap((row) => (row ? [`- **${row[0]}:** ${row[1]}`] : [])).join('\n');
}

function createdText(created: string): string {
  const text = formatStatedTime(created);
  return text === created ? markdownCode(text) : text;
}

function size(bytes: bigint): string {
  return bytes < 1000n ? formatExactSize(bytes) : `${formatSize(bytes)} (${formatExactSize(bytes)})`;
}

function entryTable({ node }: Selection, manifest: Manifest): string {
  const entries = childNodes(node, manifest).filter(({ descriptor }) => descriptor !== undefined);
  const layers = manifest.kind === 'index' ? [] : layersOf(manifest).map((descriptor) => ({ name: '', descriptor }));
  const all = [...entries, ...layers];
  const rows = all
    .slice(0, mostRows)
    .map(({ name, descriptor }) => [
      markdownCell(
        name || (descriptor?.annotations?.['org.opencontainers.image.title'] ?? descriptor?.mediaType ?? ''),
      ),
      descriptor?.size === undefined ? '–' : formatSize(descriptor.size),
      markdownCell(descriptor?.digest ?? ''),
    ]);
  const first = manifest.kind === 'index' ? 'Platform' : 'Part';
  return markdownTable([first, manifest.kind === 'index' ? 'Manifest size' : 'Size', 'Digest'], rows, {
    more: all.length - rows.length,
  });
}

function layerSections(
  owner: Manifest | undefined,
  isShown: boolean,
  config: ImageConfig | undefined,
): readonly string[] {
  const steps = owner && isShown ? stepsOf(owner, config) : [];
  if (steps.length === 0) return [];
  const rows = steps
    .slice(0, mostRows)
    .map((step) => [step, step.line.layer] as const)
    .map(([step, layer]) => [
      String(step.number),
      markdownCell(stepLine(step)),
      layer?.descriptor.size === undefined ? '–' : formatSize(layer.descriptor.size),
      layer ? markdownCell(layer.descriptor.digest) : 'no layer',
    ]);
  const table = markdownTable(['#', 'Step', 'Size', 'Layer'], rows, { more: steps.length - rows.length });
  return [`### How it was built\n\n${table}`];
}

function configSections({ config }: ImageConfig): readonly string[] {
  const lists: readonly (readonly [term: string, values: readonly string[]])[] = [
    ...containerRows(config).map(({ term, values }) => [term, values] as const),
    ['Env', config.env ?? []],
    ['Label', Object.entries(config.labels ?? {}).map(([key, value]) => `${key}=${value}`)],
  ];
  const stated = lists.flatMap(([term, values]) => [
    ...values.slice(0, mostRows).map((value) => `- **${term}:** ${markdownCode(visible(value))}`),
    ...(values.length > mostRows ? [`- **${term}:** and ${values.length - mostRows} more`] : []),
  ]);
  return stated.length > 0 ? [`### Runs\n\n${stated.join('\n')}`] : [];
}

function annotationSections({ manifest, node }: Selection): readonly string[] {
  const entries = Object.entries({ ...node.descriptor?.annotations, ...manifest?.annotations });
  if (entries.length === 0) return [];
  const rows = entries
    .slice(0, mostRows)
    .map(([key, value]) => [markdownCell(visible(key)), markdownCell(visible(value))]);
  return [`### Annotations\n\n${markdownTable(['Name', 'Value'], rows, { more: entries.length - rows.length })}`];
}
