import {
  artifactTypeOf,
  isAttestationType,
  isConfigType,
  isLayerType,
  type Manifest,
  mediaTypeEssence,
} from '../../oci/index.ts';
import type { IconName } from '../kit/iconShapes.ts';

/** Well-known name of a kind of content, and its icon. */
export interface Form {
  readonly name: string;
  readonly icon: IconName;
}

const cacheType = /buildkit.cacheconfig/;
/** Maximum number of layers or blobs inspected: a hostile manifest may list a hundred thousand. */
const maxParts = 100;

/**
 * Forms by artifact, config, layer or predicate type; the first match wins. Types as documented by their projects:
 * helm.sh, sigstore cosign and bundle, notaryproject, spdx and cyclonedx at iana.org, slsa.dev, in-toto attestation,
 * buildkit, ollama, docker model runner, modelpack, tag-runtime wasm, soci-snapshotter, sylabs, oras, opa, flux, falco.
 */
const forms: readonly (readonly [RegExp, IconName, string])[] = [
  [/cncf\.helm\.config/, 'chart', 'Helm chart'],
  [/cncf\.helm\.chart\.content/, 'chart', 'Chart archive'],
  [/cncf\.helm\.chart\.provenance/, 'signature', 'Chart provenance'],
  [/cosign\.(artifact\.sig|simplesigning)/, 'signature', 'Signature, cosign'],
  [/sigstore\.bundle/, 'signature', 'Sigstore bundle'],
  [/cncf\.notary\.signature/, 'signature', 'Signature, Notary'],
  [/(application|text)\/spdx|spdx\.dev/, 'sbom', 'SBOM, SPDX'],
  [/cyclonedx/, 'sbom', 'SBOM, CycloneDX'],
  [/syft\+json/, 'sbom', 'SBOM, Syft'],
  [/cosign\.artifact\.sbom/, 'sbom', 'SBOM, cosign'],
  [/slsa\.dev\/provenance/, 'attestation', 'Provenance, SLSA'],
  [/openvex/, 'attestation', 'OpenVEX'],
  [/sarif|cosign\.sigstore\.dev\/attestation\/vuln/, 'sbom', 'Scan results'],
  [/vnd\.dsse\.envelope|cosign\.artifact\.att/, 'attestation', 'Attestation, cosign'],
  [/in-toto/, 'attestation', 'In-toto statement'],
  [/buildkit\.cacheconfig/, 'cache', 'Build cache, BuildKit'],
  [/ollama\.image\.model/, 'model', 'Model, Ollama'],
  [/docker\.ai\.|gguf/, 'model', 'Model, GGUF'],
  [/cncf\.model\.|cnai\.model/, 'model', 'Model'],
  [/fermyon\.spin/, 'wasm', 'Spin application'],
  [/[/.+]wasm\b|bytecodealliance/, 'wasm', 'WebAssembly'],
  [/amazon\.soci\.index/, 'artifact', 'SOCI index'],
  [/sylabs\.sif/, 'artifact', 'Singularity image'],
  [/openpolicyagent|gatekeeper/, 'artifact', 'OPA bundle'],
  [/cncf\.flux/, 'artifact', 'Flux artifact'],
  [/falco/, 'artifact', 'Falco artifact'],
  [/vnd\.docker\.compose/, 'artifact', 'Compose application'],
  [/vnd\.cnab/, 'artifact', 'CNAB bundle'],
  [/vnd\.devcontainers/, 'artifact', 'Dev container feature'],
  [/opentofu|hashicorp\.terraform/, 'artifact', 'Terraform module'],
  [/aquasec\.trivy/, 'artifact', 'Trivy database'],
  [/vnd\.unknown\.(config|artifact)/, 'artifact', 'Files, ORAS'],
];

/** Returns the form of a type, ignoring its case and parameters; undefined for an unknown type. */
export function typeForm(type: string): Form | undefined {
  const essence = mediaTypeEssence(type);
  const [, icon, name] = forms.find(([pattern]) => pattern.test(essence)) ?? [];
  return icon && name ? { icon, name } : undefined;
}

const signedTypes =
  /cosign\.(artifact\.(sig|att)|simplesigning)|sigstore\.bundle|notary\.signature|dsse\.envelope|chart\.provenance/;

/** Reports whether content of this type is a signature. */
export function isSignedType(type: string): boolean {
  return signedTypes.test(mediaTypeEssence(type));
}

/** Reports whether a manifest is a signature or has signed statements. */
export function holdsSignature(manifest: Manifest): boolean {
  if (isSignedType(artifactTypeOf(manifest))) return true;
  const parts = manifest.kind === 'image' ? manifest.layers : manifest.kind === 'artifact' ? manifest.blobs : [];
  return parts.slice(0, maxParts).some(({ mediaType }) => isSignedType(mediaType));
}

/** Returns the form of a manifest by its types, then by its annotations; undefined for a plain image or index. */
export function manifestForm(manifest: Manifest): Form | undefined {
  if (manifest.kind === 'schema1') return undefined;
  const { annotations = {} } = manifest;
  const noted = typeForm(artifactTypeOf(manifest)) ?? annotationForm(annotations);
  if (noted) return noted;
  if (manifest.kind === 'index') {
    const isCache = manifest.manifests.some(({ mediaType }) => cacheType.test(mediaTypeEssence(mediaType)));
    return isCache ? typeForm(cacheType.source) : annotationForm(manifest.manifests[0]?.annotations ?? {});
  }
  if (isAttested(manifest)) return { name: 'Attestation', icon: 'attestation' };
  const parts = manifest.kind === 'image' ? manifest.layers : manifest.blobs;
  if (parts.some(({ mediaType }) => isLayerType(mediaType))) return undefined;
  for (const { mediaType } of parts.slice(0, maxParts)) {
    const form = typeForm(mediaType);
    if (form) return form;
  }
  return undefined;
}

/** Reports whether a manifest has only in-toto statements, as BuildKit's attestations do. */
export function isAttested(manifest: Manifest): boolean {
  const { layers = [] } = manifest.kind === 'image' ? manifest : {};
  return layers.length > 0 && layers.every(({ mediaType }) => isAttestationType(mediaType));
}

/** Reports whether a manifest is an image, by its config and layers. Old builders set no config type. */
export function isImage(manifest: Manifest): boolean {
  if (manifest.kind === 'schema1') return true;
  if (manifest.kind !== 'image' || manifest.artifactType) return false;
  const { config, layers } = manifest;
  if (!isConfigType(config.mediaType) && !/^$|octet-stream/.test(mediaTypeEssence(config.mediaType))) return false;
  return layers.some(({ mediaType }) => isLayerType(mediaType)) || !manifestForm(manifest);
}

function annotationForm(annotations: Readonly<Record<string, string>>): Form | undefined {
  if (annotations['com.github.package.type'] === 'homebrew_bottle' || annotations['sh.brew.bottle.digest'])
    return { name: 'Homebrew bottle', icon: 'artifact' };
  return annotations['org.flatpak.ref'] ? { name: 'Flatpak', icon: 'artifact' } : undefined;
}
