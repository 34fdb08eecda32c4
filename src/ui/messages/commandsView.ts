export const commandMessages = {
  groups: { pull: 'Pull', inspect: 'Inspect', curl: 'curl' },
  noRepository: 'Commands need a repository, and this was opened by digest only. Open it as host/name@digest.',
  none: 'No commands for this part',
  copy: 'Copy',
  copyWhat: (tool: string, title: string) => `${tool} command: ${title}`,
} as const;

/** Titles of commands. Commands with the same title are shown together. */
export const commandTitles = {
  allPlatforms: { layout: 'All platforms, as an OCI layout', folder: 'All platforms, as a folder' },
  copiedImage: { layout: 'This image, as an OCI layout', folder: 'This image, as a folder' },
  chart: 'Chart',
  artifactFiles: 'Files',
  image: 'This image',
  imageForMachine: 'Image for this machine’s platform',
  download: 'Download',
  downloadLayers: 'All layers, one file each',
  downloadForeign: 'Download from the URL in the manifest',
  fileSystem: 'Merged file system, as a tar',
  listFiles: 'List files',
  listMergedFiles: 'List files of the merged file system',
  rawManifest: 'Manifest, as stored',
  rawConfig: 'Config, as stored',
  rawContent: 'Content, as stored',
  summary: 'Summary',
  digestByPlatform: 'Digest, by platform',
  resolveTag: 'Digest the tag points to now',
  provenance: 'Provenance of all platforms',
  sbom: 'SBOM of all platforms',
  referrers: 'Referrers',
  referrersByTag: 'Referrers, if the registry has no referrers API',
  signatureTree: 'Signatures and attestations',
  verifySignature: { key: 'Verify signature (key)', identity: 'Verify signature (keyless)' },
  verifyAttestation: { key: 'Verify attestation (key)', identity: 'Verify attestation (keyless)' },
} as const;

/** Notes below a command. */
export const commandNotes = {
  artifactFiles: 'Saves into the current folder. Layers without a title annotation are skipped.',
  chart: 'Helm pulls by version, that is by tag, which may point to something else now.',
  key: 'Replace cosign.pub with a public key you trust.',
  identity: 'Replace IDENTITY and ISSUER with the signer and the OIDC issuer you trust.',
  foreignLayer: 'The registry may not have this layer.',
  signedSchema1: 'Signed manifest: its digest covers the signed content, not the bytes that this prints.',
  insecureRegistry: (host: string) => `For plain HTTP, add ${host} to the Docker daemon’s insecure-registries.`,
  publicToken: 'The first line gets a token for public content. For private content, add -u NAME to it.',
  unknownToken: 'If it fails with 401, the WWW-Authenticate header of the response names the token service.',
} as const;
