import { type Descriptor, isForeignLayerType, mediaTypeEssence } from '../../../oci/index.ts';
import { artifactMessages, artifactTerms } from '../../messages/artifacts.ts';
import { type FactRow, factRows } from './factRow.ts';

/** Annotation with the recipients of one key scheme of an encrypted layer (containers/ocicrypt). */
const keyAnnotation = /^org\.opencontainers\.image\.enc\.keys\.(?:provider\.)?(.+)$/;

/** Reads a layer's format, encryption, foreign URLs and support for lazy loading from its descriptor. */
export function layerRows({ annotations = {}, urls = [], ...layer }: Descriptor): readonly FactRow[] {
  const mediaType = mediaTypeEssence(layer.mediaType);
  const schemes = Object.keys(annotations).flatMap((key) => keyAnnotation.exec(key)?.[1] ?? []);
  const isEncrypted = mediaType.endsWith('+encrypted');
  return factRows(
    [artifactTerms.format, formatOf(mediaType)],
    [
      artifactTerms.encrypted,
      isEncrypted
        ? schemes.length > 0
          ? artifactMessages.encryptedWith(schemes)
          : artifactMessages.encryptedUnknown
        : undefined,
    ],
    [artifactTerms.availableFrom, isForeignLayerType(mediaType) ? artifactMessages.foreign(urls.length) : undefined],
    // github.com/containerd/stargz-snapshotter docs/estargz.md
    [artifactTerms.eStargz, tocOf(annotations['containerd.io/snapshot/stargz/toc.digest'])],
    // github.com/containers/storage pkg/chunked
    [artifactTerms.zstdChunked, tocOf(annotations['io.github.containers.zstd-chunked.manifest-checksum'])],
  );
}

function formatOf(mediaType: string): string | undefined {
  const isTar = /tar|rootfs\.diff/.test(mediaType);
  if (!isTar) return undefined;
  if (/zstd/.test(mediaType)) return 'tar, zstd';
  return /gzip|x-gtar/.test(mediaType) ? 'tar, gzip' : artifactMessages.uncompressed;
}

function tocOf(digest: string | undefined): string | undefined {
  return digest === undefined ? undefined : artifactMessages.tableOfContents(digest);
}
