export type { Descriptor } from './descriptor.ts';
export { type Digest, type DigestAlgorithm, digestAlgorithm, digestEncoded, isDigest, parseDigest } from './digest.ts';
export { createDigester, type Digester, digestBytes } from './digester.ts';
export type { ArtifactManifest, ImageManifest, IndexManifest, Manifest, Payload, Schema1Manifest } from './manifest.ts';
export { asMediaType, type MediaType, mediaTypes } from './mediaType.ts';
export { formatPlatform, type Platform } from './platform.ts';
export type { NamedReference, Reference } from './reference.ts';
