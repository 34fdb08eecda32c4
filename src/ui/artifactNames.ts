/** What the artifact types met in registries are called; the type itself where it is not among them. */
const names: readonly (readonly [RegExp, string])[] = [
  [/^application\/vnd\.cncf\.helm\.config/, 'Helm chart'],
  [/^application\/vnd\.cncf\.helm\.chart\.content/, 'Chart archive'],
  [/^application\/vnd\.cncf\.helm\.chart\.provenance/, 'Chart provenance'],
  [/^application\/vnd\.dev\.cosign\.(artifact\.sig|simplesigning)/, 'Signature, cosign'],
  [/^application\/vnd\.dev\.sigstore\.bundle/, 'Sigstore bundle'],
  [/^application\/vnd\.cncf\.notary\.signature/, 'Signature, Notary'],
  [/^(application|text)\/spdx|spdx\.dev/, 'SBOM, SPDX'],
  [/cyclonedx/i, 'SBOM, CycloneDX'],
  [/slsa\.dev\/provenance/, 'Provenance, SLSA'],
  [/vnd\.syft\+json/, 'SBOM, Syft'],
  [/sarif/, 'Scan results, SARIF'],
  [/in-toto/, 'In-toto statement'],
  [/^application\/vnd\.(wasm|bytecodealliance)/, 'WebAssembly'],
  [/^application\/vnd\.buildkit\.cacheconfig/, 'Build cache'],
  [/^application\/vnd\.ollama\.image\.model/, 'Model weights'],
];

/** Plain words for an artifact, layer or predicate type; undefined where it has none here. */
export function artifactName(type: string): string | undefined {
  return names.find(([pattern]) => pattern.test(type))?.[1];
}
