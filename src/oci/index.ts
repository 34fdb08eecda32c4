export { type Address, parseAddress, parseAddresses } from './address.ts';
export { artifactTypeOf } from './artifactType.ts';
export type {
  CheckedSignature,
  CheckedSignatures,
  InvalidSignature,
  UncheckedSignature,
} from './checkedSignature.ts';
export { type Child, childrenOf } from './children.ts';
export type { ConfigField } from './configFields.ts';
export { checkDocument, documentFindings } from './conformance.ts';
export { parseContentType } from './contentType.ts';
export type { Descriptor } from './descriptor.ts';
export { parseDescriptor } from './descriptorShape.ts';
export { type Detection, detectionOf, detectMediaType } from './detect.ts';
export { type Digest, type DigestAlgorithm, digestAlgorithm, digestEncoded, isDigest, parseDigest } from './digest.ts';
export { createDigester, type Digester, digestBytes } from './digester.ts';
export { type DocumentKind, documentKind } from './documentKind.ts';
export { type EmbeddedProof, proveEmbedded, provenData } from './embeddedData.ts';
export { type Finding, maxFindings } from './finding.ts';
export { type HistoryLine, pairHistory, schema1History } from './history.ts';
export {
  type ContainerConfig,
  type Healthcheck,
  type HistoryEntry,
  type ImageConfig,
  parseImageConfig,
} from './imageConfig.ts';
export { JsonDocument, type JsonKind, parseJson } from './json.ts';
export { maxManifestBytes } from './limits.ts';
export type { ArtifactManifest, ImageManifest, IndexManifest, Manifest, Payload, Schema1Manifest } from './manifest.ts';
export type { ManifestErrorKind } from './manifestError.ts';
export {
  asMediaType,
  isAnyManifestType,
  isAttestationType,
  isConfigType,
  isEmptyType,
  isForeignLayerType,
  isIndexType,
  isLayerType,
  isManifestType,
  isSchema1Type,
  type MediaType,
  mediaTypeEssence,
  mediaTypes,
} from './mediaType.ts';
export type { MissingPart } from './missingPart.ts';
export { digestedBytes, parseManifest } from './parseManifest.ts';
export { parsePlainManifest } from './plainManifest.ts';
export {
  formatPlatform,
  knownPlatform,
  type Platform,
  type PlatformDifference,
  platformDifferences,
} from './platform.ts';
export type { Amount, ImportProgress, Progress } from './progress.ts';
export {
  formatFamiliar,
  formatReference,
  type NamedReference,
  parseNamedReference,
  parseReference,
  type Reference,
  tagNameOnly,
} from './reference.ts';
export { referenceFindings } from './referenceFindings.ts';
export { isPath, isTag } from './referenceGrammar.ts';
export { referrersTag } from './referrersTag.ts';
export { refKey } from './refKey.ts';
export { isLoopback, registryOrigin } from './registryOrigin.ts';
export type { Repository } from './repository.ts';
export { parseRfc3339, zeroTimeMs } from './rfc3339.ts';
export { parseSchema1Unsigned } from './schema1.ts';
export { parseShownManifest, parseStoredManifest } from './shownManifest.ts';
export { type Chunks, chunksOf, joinChunks, skipBytes, streamOf } from './streams.ts';
export {
  type DescriptorTarget,
  layerCountFindings,
  listedSubjectFindings,
  statedPlatformFindings,
  targetFindings,
} from './targetFindings.ts';
export { byteCount, totalSize } from './totalSize.ts';
export { verifySignatures } from './verifySignatures.ts';
