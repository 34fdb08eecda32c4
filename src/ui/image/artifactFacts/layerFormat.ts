import { type Descriptor, isForeignLayerType, mediaTypeEssence } from '../../../oci/index.ts';
import { formatCount } from '../../kit/format.ts';
import { type KindRow, rows } from './factRow.ts';

/** Key wrapping of encrypted layers (containers/ocicrypt): the recipients of each scheme are in an annotation of its own. */
const keyAnnotation = /^org\.opencontainers\.image\.enc\.keys\.(?:provider\.)?(.+)$/;

/** How a layer is packed, where it is kept, and what lets it be read in parts: by its media type and its annotations. */
export function layerRows({ annotations = {}, urls = [], ...layer }: Descriptor): readonly KindRow[] {
  const mediaType = mediaTypeEssence(layer.mediaType);
  const schemes = Object.keys(annotations).flatMap((key) => keyAnnotation.exec(key)?.[1] ?? []);
  const isEncrypted = mediaType.endsWith('+encrypted');
  return rows(
    ['Format', packing(mediaType)],
    [
      'Encrypted',
      isEncrypted
        ? schemes.length > 0
          ? `with ${schemes.join(', ')} keys`
          : 'with keys that are not named'
        : undefined,
    ],
    ['Kept', isForeignLayerType(mediaType) ? elsewhere(urls.length) : undefined],
    // github.com/containerd/stargz-snapshotter docs/estargz.md
    ['eStargz', tocOf(annotations['containerd.io/snapshot/stargz/toc.digest'])],
    // github.com/containers/storage pkg/chunked
    ['zstd:chunked', tocOf(annotations['io.github.containers.zstd-chunked.manifest-checksum'])],
  );
}

function packing(mediaType: string): string | undefined {
  const isTar = /tar|rootfs\.diff/.test(mediaType);
  if (!isTar) return undefined;
  if (/zstd/.test(mediaType)) return 'tar, zstd';
  return /gzip|x-gtar/.test(mediaType) ? 'tar, gzip' : 'tar, not compressed';
}

function elsewhere(places: number): string {
  return places > 0 ? `elsewhere, at ${formatCount(places, 'place')} that its descriptor names` : 'elsewhere';
}

function tocOf(digest: string | undefined): string | undefined {
  return digest === undefined ? undefined : `files can be read one by one, table ${digest}`;
}
