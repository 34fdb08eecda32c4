import { type Descriptor, mediaTypeEssence, totalSize } from '../../../oci/index.ts';
import { formatCount, formatSize, formatStatedTime } from '../../kit/format.ts';
import { artifactMessages, artifactTerms } from '../../messages/artifacts.ts';
import { type FactRow, factRows } from './factRow.ts';
import type { Untyped } from './untyped.ts';

/** Reads a Helm chart's config, which is its Chart.yaml as JSON (helm.sh/docs/topics/charts). */
export function chartRows(chart: Untyped): readonly FactRow[] {
  const isDeprecated = chart.at('deprecated').value === true;
  return factRows(
    [
      artifactTerms.chart,
      [chart.at('name').text, chart.at('version').text].filter(Boolean).join(' ') +
        (isDeprecated ? artifactMessages.deprecated : ''),
    ],
    [artifactTerms.appVersion, chart.at('appVersion').text],
    [artifactTerms.description, chart.at('description').text],
    [artifactTerms.kubernetes, chart.at('kubeVersion').text],
    [
      artifactTerms.dependencies,
      chart
        .at('dependencies')
        .list.map((each) => `${each.at('name').text} ${each.at('version').text}`.trim())
        .join(', '),
    ],
    [artifactTerms.home, chart.at('home').text],
    ...chart
      .at('sources')
      .list.slice(0, 4)
      .map(({ text }) => [artifactTerms.source, text] as const),
    [
      artifactTerms.maintainers,
      chart
        .at('maintainers')
        .list.map((each) => each.at('name').text)
        .filter(Boolean)
        .join(', '),
    ],
  );
}

/** Reads a model's config: Ollama (github.com/ollama/ollama, docs), Docker Model Runner or CNCF ModelPack (model-spec). */
export function modelRows(config: Untyped, layers: readonly Descriptor[]): readonly FactRow[] {
  const inner = config.at('config');
  const either = (...names: readonly string[]) =>
    names.map((name) => config.at(name).text || inner.at(name).text).find(Boolean);
  const weights = layers.filter(({ mediaType }) =>
    /image\.model$|gguf|safetensors|weight/.test(mediaTypeEssence(mediaType)),
  );
  const others = layers.filter((layer) => !weights.includes(layer)).map(({ mediaType }) => lastWord(mediaType));
  return factRows(
    [artifactTerms.name, config.at('descriptor', 'name').text],
    [artifactTerms.family, either('model_family', 'architecture') ?? config.at('descriptor', 'family').text],
    [artifactTerms.parameters, either('model_type', 'parameters', 'paramSize')],
    [artifactTerms.precision, either('file_type', 'quantization', 'precision')],
    [artifactTerms.format, either('model_format', 'format')],
    [
      artifactTerms.weights,
      weights.length > 0 ? artifactMessages.weights(formatTotal(weights), weights.length) : undefined,
    ],
    [artifactTerms.includes, [...new Set(others)].join(', ')],
  );
}

/** Reads the config of a WebAssembly component (CNCF TAG Runtime, wasm OCI artifact layout). */
export function wasmRows(config: Untyped): readonly FactRow[] {
  const component = config.at('component');
  const names = (key: string) =>
    component
      .at(key)
      .list.map(({ text }) => text)
      .join(', ');
  return factRows(
    [artifactTerms.target, [config.at('os').text, config.at('architecture').text].filter(Boolean).join('/')],
    [artifactTerms.world, component.at('target').text],
    [artifactTerms.exports, names('exports')],
    [artifactTerms.imports, names('imports')],
    [artifactTerms.author, config.at('author').text],
    [artifactTerms.created, formatStatedTime(config.at('created').text)],
  );
}

/** Reads BuildKit's cache config (moby/buildkit cache/remotecache/v1/doc.go): layers, and records of the build steps. */
export function cacheRows(config: Untyped): readonly FactRow[] {
  const count = (key: string, singular: string) =>
    Array.isArray(config.at(key).value) ? formatCount(config.at(key).list.length, singular) : undefined;
  return factRows(
    [artifactTerms.layers, count('layers', 'layer')],
    [artifactTerms.records, count('records', 'build step')],
  );
}

/** Reads a SOCI index (awslabs/soci-snapshotter docs): a zTOC for each layer that can be loaded lazily. */
export function sociRows(
  layers: readonly Descriptor[],
  annotations: Readonly<Record<string, string>>,
): readonly FactRow[] {
  const tables = layers.filter(({ annotations: own }) => own?.['com.amazon.soci.image-layer-digest']);
  return factRows(
    [artifactTerms.covers, artifactMessages.covered(tables.length, formatTotal(tables))],
    [artifactTerms.buildTool, annotations['com.amazon.soci.build-tool-identifier']],
  );
}

/** Reads annotations of Homebrew (docs.brew.sh) and Flatpak (flatpak-oci-specs). */
export function packageRows(annotations: Readonly<Record<string, string>>): readonly FactRow[] {
  const bytes = (key: string) =>
    /^\d{1,15}$/.test(annotations[key] ?? '') ? formatSize(Number(annotations[key])) : undefined;
  return factRows(
    [artifactTerms.flatpak, annotations['org.flatpak.ref']],
    [artifactTerms.download, bytes('org.flatpak.download-size')],
    [artifactTerms.installed, bytes('org.flatpak.installed-size') ?? bytes('sh.brew.bottle.installed_size')],
    [artifactTerms.bottle, annotations['sh.brew.bottle.digest'] && `sha256:${annotations['sh.brew.bottle.digest']}`],
    [artifactTerms.requiresCpu, annotations['sh.brew.bottle.cpu.variant']],
    [artifactTerms.requiresGlibc, annotations['sh.brew.bottle.glibc.version']],
  );
}

function formatTotal(descriptors: readonly Descriptor[]): string {
  const total = totalSize(descriptors);
  return total === undefined ? artifactMessages.unknownSize : formatSize(total);
}

/** Returns `license` for `application/vnd.ollama.image.license`. */
function lastWord(mediaType: string): string {
  return mediaType.slice(mediaType.lastIndexOf('.') + 1).replace(/\+.*/, '');
}
