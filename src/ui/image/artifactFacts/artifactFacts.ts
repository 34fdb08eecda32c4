import { type Descriptor, type Manifest, mediaTypeEssence } from '../../../oci/index.ts';
import { cacheRows, chartRows, modelRows, packageRows, sociRows, wasmRows } from './artifact.ts';
import type { KindRow } from './factRow.ts';
import { bundleRows, keyRows, simpleSigningRows } from './signature.ts';
import { envelopeRows, sbomRows, statementRows } from './statement.ts';
import type { Untyped } from './untyped.ts';

/** What is read for the facts of a manifest, at most so many documents of so many bytes each. */
const maxReadBytes = 4;
const maxBytes = 1_000_000n;
const readable = /[+/]json$|simplesigning|cacheconfig/;

/** A part of a manifest, and the facts that its document tells once it is here. */
interface Reading {
  readonly descriptor: Descriptor;
  readonly rowsOf: (document: Untyped) => readonly KindRow[];
}

/** The documents in which the facts of a manifest stand: config of an artifact, statements, signatures, an SBOM. */
export function readingsOf(manifest: Manifest): readonly Reading[] {
  if (manifest.kind === 'schema1') return [];
  if (manifest.kind === 'index') return readSome(manifest.manifests);
  if (manifest.kind === 'artifact') return readSome(manifest.blobs);
  return readSome([manifest.config, ...manifest.layers], manifest.layers);
}

/** The facts that the manifest itself tells. */
export function ownRows(manifest: Manifest): readonly KindRow[] {
  const { annotations = {} } = manifest;
  const layers = manifest.kind === 'image' ? manifest.layers : [];
  const isSoci = layers.some((layer) => layer.annotations?.['com.amazon.soci.image-layer-digest']);
  return [...packageRows(annotations), ...(isSoci ? sociRows(layers, annotations) : [])];
}

/** The facts of a document that is looked at by itself. */
export function documentRows(document: Untyped): readonly KindRow[] {
  const has = (key: string) => document.keys.includes(key);
  if (has('predicateType')) return statementRows(document);
  if (has('payloadType')) return envelopeRows(document);
  if (has('verificationMaterial')) return bundleRows(document);
  return has('spdxVersion') || has('bomFormat') ? sbomRows(document) : [];
}

function readSome(parts: readonly Descriptor[], layers: readonly Descriptor[] = []): readonly Reading[] {
  const readings: Reading[] = [];
  for (const descriptor of parts.slice(0, 100)) {
    const rowsOf = readerOf(descriptor, layers);
    const { size = maxBytes, digest } = descriptor;
    const mediaType = mediaTypeEssence(descriptor.mediaType);
    if (rowsOf && digest !== '' && size < maxBytes && readable.test(mediaType)) readings.push({ descriptor, rowsOf });
    if (readings.length === maxReadBytes) break;
  }
  return readings;
}

function readerOf(descriptor: Descriptor, layers: readonly Descriptor[]): Reading['rowsOf'] | undefined {
  const { annotations = {} } = descriptor;
  const mediaType = mediaTypeEssence(descriptor.mediaType);
  if (/cncf\.helm\.config/.test(mediaType)) return chartRows;
  if (/buildkit\.cacheconfig/.test(mediaType)) return cacheRows;
  if (/vnd\.wasm\.config/.test(mediaType)) return wasmRows;
  if (/docker\.ai\.model\.config|cncf\.model\.config/.test(mediaType)) return (config) => modelRows(config, layers);
  if (
    mediaType.includes('container.image.v1') &&
    layers.some((layer) => /ollama\.image\.model/.test(mediaTypeEssence(layer.mediaType)))
  )
    return (config) => modelRows(config, layers);
  if (/simplesigning/.test(mediaType)) return (payload) => simpleSigningRows(payload, descriptor);
  if (/dsse\.envelope/.test(mediaType)) return (envelope) => [...envelopeRows(envelope), ...keyRows(annotations)];
  if (/sigstore\.bundle/.test(mediaType)) return bundleRows;
  if (/in-toto/.test(mediaType)) return (document) => documentRows(document);
  return /spdx|cyclonedx/.test(mediaType) ? sbomRows : undefined;
}
