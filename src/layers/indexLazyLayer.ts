import { type Digest, digestAlgorithm, digestBytes } from '../oci/index.ts';
import type { Compression } from './compression.ts';
import { estargzFooterBytes, isExternalToc, parseEstargzFooter, unpackEstargzToc } from './estargz.ts';
import { type LayerIndex, layerIndexVersion, noSpans } from './layerIndex.ts';
import { maxTocBytes } from './layerLimits.ts';
import type { LazyFormat } from './lazyFormat.ts';
import { parseToc } from './tableOfContents.ts';
import { unpackAll } from './unpackBytes.ts';

/** Reads bytes `from` to `to` of a blob: exactly those, or it throws. */
export type ReadRange = (from: number, to: number) => Promise<Uint8Array>;

/** Reasons why a table of contents is not used; `toc_external`: it is in another image. Read the layer instead. */
export type TocRefusal = 'toc_missing' | 'toc_external' | 'toc_invalid' | 'toc_digest_differs';

/**
 * Lists a lazy layer by its table of contents, with one request (zstd:chunked) or two (eStargz). The digest that the manifest's
 * descriptor has proves the table; what is not proven is marked `listed`. It may differ from the tar: `compareWithLayer`.
 *
 * @throws what `read` throws
 */
export async function indexLazyLayer(
  format: LazyFormat,
  blobBytes: number,
  read: ReadRange,
): Promise<LayerIndex | TocRefusal> {
  if (format.kind === 'estargz') {
    const tail = await read(Math.max(0, blobBytes - estargzFooterBytes), blobBytes);
    const place = parseEstargzFooter(tail, blobBytes);
    if (!place) return isExternalToc(tail) ? 'toc_external' : 'toc_missing';
    const json = await unpackEstargzToc(await read(place.from, place.to));
    if (!json) return 'toc_invalid';
    if (format.tocDigest !== undefined && !(await matches(format.tocDigest, json))) return 'toc_digest_differs';
    return build(json, 'gzip', blobBytes, place.from, format.tocDigest !== undefined);
  }
  const packed = await read(format.from, format.to);
  if (!(await matches(format.tocDigest, packed))) return 'toc_digest_differs';
  const json = await unpackAll('zstd', packed, Math.min(maxTocBytes, format.unpackedBytes));
  return json ? build(json, 'zstd', blobBytes, format.from, true) : 'toc_invalid';
}

async function matches(digest: Digest, bytes: Uint8Array): Promise<boolean> {
  return (await digestBytes(digestAlgorithm(digest), bytes)) === digest;
}

function build(
  json: Uint8Array,
  compression: Compression,
  blobBytes: number,
  end: number,
  isProven: boolean,
): LayerIndex | TocRefusal {
  const toc = parseToc(json);
  if (!toc) return 'toc_invalid';
  const { builder, parts } = toc;
  const isComplete = !builder.isCut && builder.findings.counts.toc_entry_invalid === undefined;
  return {
    version: layerIndexVersion,
    basis: isProven ? 'verified' : 'listed',
    compression,
    packedSize: blobBytes,
    unpackedSize: 0,
    isStreamComplete: isComplete,
    isTarComplete: isComplete,
    hasGlobalHeader: false,
    parts: parts.finish(end),
    ...builder.finish(),
    spans: noSpans,
  };
}
