import { type Descriptor, type Manifest, mediaTypeEssence } from '../../../oci/index.ts';
import { cacheRows, chartRows, modelRows, packageRows, sociRows, wasmRows } from './artifact.ts';
import type { FactRow } from './factRow.ts';
import { bundleRows, keyRows, simpleSigningRows } from './signature.ts';
import { envelopeRows, sbomRows, statementRows } from './statement.ts';
import type { Untyped } from './untyped.ts';

/** Limits of what is read for the facts of one manifest. */
const maxDocuments = 4;
const maxDocumentBytes = 1_000_000n;
const readable = /[+/]json$|simplesigning|cacheconfig/;

/** A document listed by a manifest, and the function that reads facts from it. */
interface Reading {
  readonly descriptor: Descriptor;
  readonly rowsOf: (document: Untyped) => readonly FactRow[];
}

/** Returns the documents with facts about a manifest: an artifact's config, statements, signatures, an SBOM. */
export function readingsOf(manifest: Manifest): readonly Reading[] {
  if (manifest.kind === 'schema1') return [];
  if (manifest.kind === 'index') return readSome(manifest.manifests);
  if (manifest.kind === 'artifact') return readSome(manifest.blobs);
  return readSome([manifest.config, ...manifest.layers], manifest.layers);
}

/** Returns the facts in the manifest itself. */
export function ownRows(manifest: Manifest): readonly FactRow[] {
  const { annotations = {} } = manifest;
  const layers = manifest.kind === 'image' ? manifest.layers : [];
  const isSoci = layers.some((layer) => layer.annotations?.['com.amazon.soci.image-layer-digest']);
  return [...packageRows(annotations), ...(isSoci ? sociRows(layers, annotations) : [])];
}

/** Returns the facts of a document that is selected on its own. */
export function documentRows(document: Untyped): readonly FactRow[] {
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
    const { size = maxDocumentBytes, digest } = descriptor;
    const mediaType = mediaTypeEssence(descriptor.mediaType);
    if (rowsOf && digest !== '' && size < maxDocumentBytes && readable.test(mediaType))
      readings.push({ descriptor, rowsOf });
    if (readings.length === maxDocuments) break;
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
