import { asMediaType, type Digest, isDigest } from '../oci/index.ts';
import type { EntryLocation } from './archive.ts';
import type { HashedLayer } from './hashLayer.ts';
import type { Compression } from './layerForm.ts';
import { type ArchiveIndex, fileNamed } from './readIndex.ts';
import type { Refusal } from './refusal.ts';

const layerTypes: Readonly<Partial<Record<Compression, string>>> = {
  none: 'application/vnd.docker.image.rootfs.diff.tar',
  gzip: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  zstd: 'application/vnd.docker.image.rootfs.diff.tar.zstd',
};

/** Its keys have the order that Go writes. */
interface LayerDescriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
}

/** A layer as `manifest.json` and the config state it. */
interface StatedLayer {
  /** File name in `manifest.json`. */
  readonly name: string;
  readonly at: number;
  readonly of: string | undefined;
  readonly diffIds: readonly string[];
  /** File name of the config. */
  readonly config: string;
}

/** A descriptor, or the reason why it cannot be made. */
interface DescribedLayer {
  readonly descriptor?: LayerDescriptor;
  readonly refusal?: Refusal;
  /** It could not be unpacked, so its diffID was not compared. */
  readonly isUnchecked?: boolean;
}

/**
 * Describes a layer of a saved image by the bytes of its file. The digest of an uncompressed layer is its diffID, which is
 * verified when it is stored; the digest of any other is that of its own bytes, wherever in the archive it is.
 */
export function describeLayer(
  { name, at, of, diffIds, config }: StatedLayer,
  index: ArchiveIndex,
  hashedLayers: ReadonlyMap<string, HashedLayer>,
  located: Map<Digest, EntryLocation>,
): DescribedLayer {
  const { refusals } = index;
  const diffId = diffIds[at] ?? '';
  const role = `layer ${at + 1} of ${diffIds.length}${of === undefined ? '' : ` of ${of}`}`;
  const refuse = (...refusal: Parameters<typeof refusals.add>) => ({ refusal: refusals.add(...refusal) });
  if (!isDigest(diffId)) {
    return refuse(
      'unreadable',
      config,
      `rootfs.diff_ids[${at}], of ${role}, is ${JSON.stringify(diffId)}, not a digest`,
    );
  }
  const known = `${role}, diffID ${diffId}`;
  if (name === '') return refuse('unreadable', 'manifest.json', `it names no file for ${known}`);
  const file = fileNamed(index, name);
  const { size = 0, compression = 'none' } = (file !== undefined && index.files.get(file)) || {};
  if (file === undefined) return refuse('missing', name, `it is ${known}`);
  const mediaType = layerTypes[compression];
  if (!mediaType)
    return refuse('unreadable', file, `${known}, is compressed with ${compression}, which images can't be`);
  const place = { name: file, size, role: known };
  if (compression === 'none') {
    located.set(diffId, place);
    return { descriptor: { mediaType, digest: diffId, size } };
  }
  const hashed = hashedLayers.get(file);
  if (!hashed) return refuse('unreadable', file, `${known}, can't be read to its end`);
  if (hashed.diffId === 'damaged')
    return refuse('unreadable', file, `${known}, can't be unpacked: its ${compression} is damaged`);
  const isUnchecked = hashed.diffId === 'unknown';
  if (!isUnchecked && hashed.diffId !== diffId) {
    return refuse('mismatch', file, `${known}, unpacks to ${hashed.diffId}`);
  }
  located.set(hashed.digest, place);
  return { descriptor: { mediaType: asMediaType(mediaType), digest: hashed.digest, size }, isUnchecked };
}
