import type { MediaType } from './mediaType.ts';
import type { Platform } from './platform.ts';

/**
 * What one document says of another (image-spec, descriptor.md). `digest` is the text as stated: a document
 * may hold any string there, so ask `parseDigest` before using it as an identity. `size` is exact: the
 * integer as a bigint, since JSON sizes may exceed 2^53; undefined where the document has none (schema1).
 */
export interface Descriptor {
  readonly mediaType: MediaType;
  readonly digest: string;
  readonly size?: bigint;
  readonly urls?: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
  /** Base64 as stated, not checked here. */
  readonly data?: string;
  readonly artifactType?: string;
  readonly platform?: Platform;
}
