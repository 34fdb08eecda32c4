import type { Digest } from '../oci/index.ts';
import { isDigest } from '../oci/index.ts';
import { maxTocBytes } from './layerLimits.ts';

/** A layer whose table of contents can be read without the rest of it. */
export type LazyFormat =
  | {
      readonly kind: 'estargz';
      /** Digest of the table's JSON; absent if the descriptor has none, so that nothing proves the table. */
      readonly tocDigest?: Digest;
    }
  | {
      readonly kind: 'zstd-chunked';
      /** Range of the blob with the packed table, and its unpacked size. */
      readonly from: number;
      readonly to: number;
      readonly unpackedBytes: number;
      /** Digest of the packed table. */
      readonly tocDigest: Digest;
    };

const estargzToc = 'containerd.io/snapshot/stargz/toc.digest';
/** Prefixes of containers/storage before 1.44 (and stargz-snapshotter), and since. */
const zstdPrefixes = ['io.github.containers.zstd-chunked.', 'io.containers.zstd-chunked.'] as const;
/** Type of the table: "CRFS". */
const crfsType = 1;

/**
 * Returns the lazy format that a layer's descriptor announces by its annotations, undefined without one or if they are invalid.
 *
 * @see https://github.com/containerd/stargz-snapshotter/blob/v0.15.1/docs/estargz.md
 * @see https://github.com/containers/storage/blob/v1.55.0/pkg/chunked/internal/compression.go
 */
export function lazyFormatOf(descriptor: {
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}): LazyFormat | undefined {
  const annotations = new Map(Object.entries(descriptor.annotations ?? {}));
  for (const prefix of zstdPrefixes) {
    const position = annotations.get(`${prefix}manifest-position`);
    const checksum = annotations.get(`${prefix}manifest-checksum`);
    if (position !== undefined && checksum !== undefined) return zstdChunked(position, checksum, descriptor.size);
  }
  const tocDigest = annotations.get(estargzToc);
  return tocDigest !== undefined && isDigest(tocDigest) ? { kind: 'estargz', tocDigest } : undefined;
}

/** Parses `offset:length:rawLength:type`. */
function zstdChunked(position: string, checksum: string, size: number): LazyFormat | undefined {
  if (!/^\d{1,15}(?::\d{1,15}){3}$/.test(position) || !isDigest(checksum)) return undefined;
  const [from = 0, length = 0, unpackedBytes = 0, type] = position.split(':').map(Number);
  const isAllowed = type === crfsType && length > 0 && length <= maxTocBytes && unpackedBytes <= maxTocBytes;
  if (!isAllowed || from + length > size) return undefined;
  return { kind: 'zstd-chunked', from, to: from + length, unpackedBytes, tocDigest: checksum };
}
