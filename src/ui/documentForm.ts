import type { Manifest } from '../oci/index.ts';
import type { Form } from './forms.ts';

/** A JSON document that is no manifest, by keys that its own specification requires. */
const signs: readonly (readonly [readonly string[], Form])[] = [
  [['predicateType', 'subject'], { name: 'In-toto statement', icon: 'attestation' }],
  [['payloadType', 'signatures'], { name: 'DSSE envelope', icon: 'signature' }],
  [['spdxVersion'], { name: 'SBOM, SPDX', icon: 'sbom' }],
  [['bomFormat'], { name: 'SBOM, CycloneDX', icon: 'sbom' }],
  [['architecture', 'os'], { name: 'Config', icon: 'config' }],
  [['imageLayoutVersion'], { name: 'OCI layout marker', icon: 'blob' }],
];
const manifestKeys = ['mediaType', 'manifests', 'layers', 'config', 'fsLayers'];

const documents = new WeakMap<Uint8Array, { readonly form: Form; readonly hasManifestKeys: boolean }>();

/** What the bytes of a document that is no manifest are. */
export function documentForm(bytes: Uint8Array): Form {
  return readDocument(bytes).form;
}

/**
 * What a document is that was taken for a manifest although it points to nothing and has no key that would make it one:
 * a config or statement that was pushed as a manifest. Undefined for every other manifest.
 */
export function mistakenForm(manifest: Manifest): Form | undefined {
  const points = manifest.kind === 'image' ? manifest.layers.length > 0 || manifest.config.digest !== '' : true;
  if (manifest.kind === 'index' ? manifest.manifests.length > 0 : points) return undefined;
  const { form, hasManifestKeys } = readDocument(manifest.payload().bytes);
  return hasManifestKeys && form.icon === 'blob' ? undefined : form;
}

/** Once however often it is asked for. */
function readDocument(bytes: Uint8Array) {
  let document = documents.get(bytes);
  if (!document) {
    const keys = readKeys(bytes);
    const has = (name: string) => keys?.includes(name) ?? false;
    const name = keys ? 'Unknown document' : 'Unknown content';
    const form = signs.find(([names]) => names.every(has))?.[1] ?? { name, icon: 'blob' };
    document = { form, hasManifestKeys: manifestKeys.some(has) };
    documents.set(bytes, document);
  }
  return document;
}

/** Undefined where the bytes are no JSON. */
function readKeys(bytes: Uint8Array): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? Object.keys(value) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
