import { type Descriptor, mediaTypeEssence, totalSize } from '../../../oci/index.ts';
import { formatCount, formatSize, formatStatedTime } from '../../kit/format.ts';
import { type KindRow, rows } from './factRow.ts';
import type { Untyped } from './untyped.ts';

/** A Helm chart's config is its Chart.yaml as JSON (helm.sh/docs/topics/charts). */
export function chartRows(chart: Untyped): readonly KindRow[] {
  const isDeprecated = chart.at('deprecated').value === true;
  return rows(
    [
      'Chart',
      [chart.at('name').text, chart.at('version').text].filter(Boolean).join(' ') +
        (isDeprecated ? ', deprecated' : ''),
    ],
    ['App version', chart.at('appVersion').text],
    ['Description', chart.at('description').text],
    ['Kubernetes', chart.at('kubeVersion').text],
    [
      'Needs',
      chart
        .at('dependencies')
        .list.map((each) => `${each.at('name').text} ${each.at('version').text}`.trim())
        .join(', '),
    ],
    ['Home', chart.at('home').text],
    ...chart
      .at('sources')
      .list.slice(0, 4)
      .map(({ text }) => ['Source', text] as const),
    [
      'Maintainers',
      chart
        .at('maintainers')
        .list.map((each) => each.at('name').text)
        .filter(Boolean)
        .join(', '),
    ],
  );
}

/** A model: Ollama (github.com/ollama/ollama, docs), Docker Model Runner and CNCF ModelPack (model-spec) state alike. */
export function modelRows(config: Untyped, layers: readonly Descriptor[]): readonly KindRow[] {
  const inner = config.at('config');
  const either = (...names: readonly string[]) =>
    names.map((name) => config.at(name).text || inner.at(name).text).find(Boolean);
  const weights = layers.filter(({ mediaType }) =>
    /image\.model$|gguf|safetensors|weight/.test(mediaTypeEssence(mediaType)),
  );
  const others = layers.filter((layer) => !weights.includes(layer)).map(({ mediaType }) => lastWord(mediaType));
  return rows(
    ['Name', config.at('descriptor', 'name').text],
    ['Family', either('model_family', 'architecture') ?? config.at('descriptor', 'family').text],
    ['Parameters', either('model_type', 'parameters', 'paramSize')],
    ['Precision', either('file_type', 'quantization', 'precision')],
    ['Format', either('model_format', 'format')],
    ['Weights', weights.length > 0 ? `${formatTotal(weights)} in ${formatCount(weights.length, 'file')}` : undefined],
    ['With', [...new Set(others)].join(', ')],
  );
}

/** The config of a WebAssembly component (CNCF TAG Runtime, wasm OCI artifact layout). */
export function wasmRows(config: Untyped): readonly KindRow[] {
  const component = config.at('component');
  const names = (key: string) =>
    component
      .at(key)
      .list.map(({ text }) => text)
      .join(', ');
  return rows(
    ['Target', [config.at('os').text, config.at('architecture').text].filter(Boolean).join('/')],
    ['World', component.at('target').text],
    ['Exports', names('exports')],
    ['Imports', names('imports')],
    ['Author', config.at('author').text],
    ['Made', formatStatedTime(config.at('created').text)],
  );
}

/** BuildKit's cache config (moby/buildkit cache/remotecache/v1/doc.go): layers, and records of the steps that made them. */
export function cacheRows(config: Untyped): readonly KindRow[] {
  const count = (key: string, singular: string) =>
    Array.isArray(config.at(key).value) ? formatCount(config.at(key).list.length, singular) : undefined;
  return rows(['Layers', count('layers', 'layer')], ['Records', count('records', 'build step')]);
}

/** A SOCI index (awslabs/soci-snapshotter docs): a table of contents for each layer that can be loaded lazily. */
export function sociRows(
  layers: readonly Descriptor[],
  annotations: Readonly<Record<string, string>>,
): readonly KindRow[] {
  const tables = layers.filter(({ annotations: own }) => own?.['com.amazon.soci.image-layer-digest']);
  return rows(
    ['Covers', `${formatCount(tables.length, 'layer')}, ${formatTotal(tables)} of tables`],
    ['Made by', annotations['com.amazon.soci.build-tool-identifier']],
  );
}

/** What Homebrew (docs.brew.sh) and Flatpak (flatpak-oci-specs) write beside an image. */
export function packageRows(annotations: Readonly<Record<string, string>>): readonly KindRow[] {
  const bytes = (key: string) =>
    /^\d{1,15}$/.test(annotations[key] ?? '') ? formatSize(Number(annotations[key])) : undefined;
  return rows(
    ['Flatpak', annotations['org.flatpak.ref']],
    ['Download', bytes('org.flatpak.download-size')],
    ['Installed', bytes('org.flatpak.installed-size') ?? bytes('sh.brew.bottle.installed_size')],
    ['Bottle', annotations['sh.brew.bottle.digest'] && `sha256:${annotations['sh.brew.bottle.digest']}`],
    ['Needs CPU', annotations['sh.brew.bottle.cpu.variant']],
    ['Needs glibc', annotations['sh.brew.bottle.glibc.version']],
  );
}

function formatTotal(descriptors: readonly Descriptor[]): string {
  const total = totalSize(descriptors);
  return total === undefined ? 'an unknown size' : formatSize(total);
}

/** `license` of `application/vnd.ollama.image.license`. */
function lastWord(mediaType: string): string {
  return mediaType.slice(mediaType.lastIndexOf('.') + 1).replace(/\+.*/, '');
}
