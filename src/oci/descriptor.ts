import type { MediaType } from './mediaType.ts';
import type { Platform } from './platform.ts';

/**
 * A descriptor: media type, digest and size of other content (image-spec, descriptor.md). `digest` is the text as stated: a
 * document may have any string there, so call `parseDigest` before using it as an identity. `size` is a bigint, since sizes
 * in JSON may exceed 2^53; undefined if the document does not state it (schema1).
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
