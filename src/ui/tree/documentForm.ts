import type { Manifest } from '../../oci/index.ts';
import type { Form } from './forms.ts';

/** Kinds of JSON documents other than manifests, identified by keys that their specifications require. */
const signs: readonly (readonly [readonly string[], Form])[] = [
  [['predicateType', 'subject'], { name: 'In-toto statement', icon: 'attestation' }],
  [['payloadType', 'signatures'], { name: 'DSSE envelope', icon: 'signature' }],
  [['verificationMaterial'], { name: 'Sigstore bundle', icon: 'signature' }],
  [['spdxVersion'], { name: 'SBOM, SPDX', icon: 'sbom' }],
  [['bomFormat'], { name: 'SBOM, CycloneDX', icon: 'sbom' }],
  [['architecture', 'os'], { name: 'Config', icon: 'config' }],
  [['imageLayoutVersion'], { name: 'OCI layout marker', icon: 'blob' }],
];
const manifestKeys = ['mediaType', 'manifests', 'layers', 'config', 'fsLayers'];

/** Top-level keys of a JSON document. */
interface Top {
  readonly keys: readonly string[];
  /** '' if not declared. */
  readonly mediaType: string;
}

const tops = new WeakMap<Uint8Array, Top | 'no JSON'>();

/** Returns the kind of a document that is not a manifest, by its bytes. */
export function documentForm(bytes: Uint8Array): Form {
  const top = topOf(bytes);
  const form = signs.find(([names]) => names.every((name) => top?.keys.includes(name)))?.[1];
  return form ?? { name: top ? 'Unknown document' : 'Unknown content', icon: 'blob' };
}

/**
 * Returns the kind of a document that was parsed as a manifest although it has no children and no key of a manifest:
 * a config or statement that was pushed as a manifest. Undefined for every other manifest.
 */
export function nonManifestForm(manifest: Manifest): Form | undefined {
  const points = manifest.kind === 'image' ? manifest.layers.length > 0 || manifest.config.digest !== '' : true;
  if (manifest.kind === 'index' ? manifest.manifests.length > 0 : points) return undefined;
  const { bytes } = manifest.payload();
  const form = documentForm(bytes);
  return form.icon === 'blob' && topOf(bytes)?.keys.some((key) => manifestKeys.includes(key)) ? undefined : form;
}

/** Parses a document once; returns undefined if the bytes are not JSON. */
export function topOf(bytes: Uint8Array): Top | undefined {
  const top = tops.get(bytes) ?? readTop(bytes) ?? 'no JSON';
  tops.set(bytes, top);
  return top === 'no JSON' ? undefined : top;
}

function readTop(bytes: Uint8Array): Top | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const object = typeof value === 'object' && value !== null ? value : {};
    const declared = 'mediaType' in object && typeof object.mediaType === 'string' ? object.mediaType : '';
    return { keys: Object.keys(object), mediaType: declared };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
