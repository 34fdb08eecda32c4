/**
 * Maximum size of a manifest or config that is read into memory, in bytes. It is the size that registries should accept at
 * least (distribution-spec v1.1, "Pushing Manifests") and that CNCF Distribution enforces (`maxManifestBodySize`).
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-manifests
 */
export const maxManifestBytes = 4 * 1024 * 1024;
