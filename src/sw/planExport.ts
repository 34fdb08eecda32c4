import type { ExportLack, ExportNeed, ExportOptions, ExportPlan } from '../api/index.ts';
import { type LayoutArchive, type LayoutEntry, type LayoutImage, layoutArchive } from '../archive/index.ts';
import { AppError } from '../errors/index.ts';
import { platformsOf, type StoredClosure, type StoredClosures, type StoredPart } from '../graph/index.ts';
import {
  type Amount,
  artifactTypeOf,
  byteCount,
  type Digest,
  isConfigType,
  isForeignLayerType,
  isLayerType,
  type Manifest,
} from '../oci/index.ts';

const maxMissing = 1000;
/** Maximum of platforms to measure: each needs its own walk. */
const maxPlatformsMeasured = 200;

/** Returns the content that an image's file needs, and what is missing. @throws as `StoredClosures.read` */
export async function planExport(
  closures: StoredClosures,
  digest: Digest,
  asked: ExportOptions,
  signal?: AbortSignal,
): Promise<ExportPlan> {
  const closure = await readClosure(closures, digest, asked, signal);
  const { root, parts } = closure;
  const whole = asked.referrers ? closure : await readClosure(closures, digest, { ...asked, referrers: true }, signal);
  const named = platformsOf(root);
  const platforms: ExportPlan['platforms'][number][] = [];
  for (const platform of named.slice(0, maxPlatformsMeasured)) {
    const of = await readClosure(closures, digest, { platforms: [platform], referrers: false }, signal);
    platforms.push({ platform, ...needOf(of.parts) });
  }
  const need = needOf(parts);
  const isWhole = need.missing.count === 0 && root.kind !== 'schema1';
  return {
    ...need,
    mediaType: root.payload().mediaType,
    kind: root.kind,
    ...(isWhole ? { fileBytes: archiveOf(digest, asked, closure).lengthBytes } : {}),
    isForDocker: plainImage(parts) !== undefined,
    referrers: whole.parts.filter(({ subject }) => subject !== undefined).length,
    lacking: parts
      .filter(({ state }) => state !== 'stored')
      .slice(0, maxMissing)
      .map(lackOf),
    platforms,
    morePlatforms: named.length - platforms.length,
  };
}

/**
 * Returns the file, if all content it needs is stored.
 *
 * @throws AppError not_found with the missing amount in `detail.missing`; data_loss (corrupt) if some content is corrupt;
 * not_implemented (unsupported) for schema1; as `StoredClosures.read`
 */
export async function openExport(
  closures: StoredClosures,
  digest: Digest,
  asked: ExportOptions,
  signal?: AbortSignal,
): Promise<LayoutArchive> {
  const closure = await readClosure(closures, digest, asked, signal);
  if (closure.root.kind === 'schema1') {
    throw new AppError('not_implemented', `"${digest}" is schema1, for which an OCI layout has no place`, {
      reason: 'unsupported',
      detail: { digest },
    });
  }
  const damaged = closure.parts.filter(({ state }) => state === 'corrupt');
  const lacking = closure.parts.filter(({ state }) => state !== 'stored');
  const [first] = damaged.length > 0 ? damaged : lacking;
  if (!first) return archiveOf(digest, asked, closure);
  const { count, bytes } = amountOf(lacking);
  const detail = {
    digest: first.digest,
    role: first.role,
    missing: { count, bytes },
    lacking: lacking.slice(0, 20).map(lackOf),
  };
  if (damaged.length > 0) {
    throw new AppError('data_loss', `${first.role} "${first.digest}" is corrupt`, { reason: 'corrupt', detail });
  }
  throw new AppError('not_found', `${first.role} "${first.digest}" and ${count - 1} more are not stored`, {
    reason: 'not_found',
    detail,
  });
}

function readClosure(
  closures: StoredClosures,
  digest: Digest,
  { as, platforms, referrers }: ExportOptions,
  signal: AbortSignal | undefined,
): Promise<StoredClosure> {
  const chosen = platforms.length > 0 ? new Set(platforms) : undefined;
  // Referrers from another registry are neither included nor reported as missing.
  const repository = as && { host: as.domain, name: as.path };
  return closures.read(digest, { platforms: chosen, layers: true, referrers, repository, signal });
}

function archiveOf(digest: Digest, { as }: ExportOptions, { root, parts }: StoredClosure): LayoutArchive {
  const { mediaType, bytes } = root.payload();
  return layoutArchive({
    root: { digest, mediaType, size: bytes.length },
    referrers: parts.flatMap(({ manifest, subject, ...part }) => (manifest && subject ? entryOf(part, manifest) : [])),
    name: as,
    image: plainImage(parts),
    parts: parts.map((part) => ({ digest: part.digest, size: part.size ?? 0 })),
  });
}

function entryOf({ digest }: Pick<StoredPart, 'digest'>, manifest: Manifest): LayoutEntry {
  const { mediaType, bytes } = manifest.payload();
  return { digest, mediaType, size: bytes.length, artifactType: artifactTypeOf(manifest) };
}

/** Returns the one image for programs that do not know indexes; undefined for no image or several. */
function plainImage(parts: readonly StoredPart[]): LayoutImage | undefined {
  const here = new Set<string>(parts.map(({ digest }) => digest));
  const images = parts.flatMap(({ manifest, subject }): readonly LayoutImage[] => {
    if (manifest?.kind !== 'image' || subject || !isConfigType(manifest.config.mediaType)) return [];
    const { config, layers } = manifest;
    const isPlain = layers.every(({ mediaType }) => isLayerType(mediaType) && !isForeignLayerType(mediaType));
    const all = [config, ...layers].map((descriptor) => descriptor.digest);
    const known = all.filter((digest): digest is Digest => here.has(digest));
    const [first, ...rest] = known;
    return isPlain && first && known.length === all.length ? [{ config: first, layers: rest }] : [];
  });
  return images.length === 1 ? images[0] : undefined;
}

function needOf(parts: readonly StoredPart[]): ExportNeed {
  const lacking = parts.filter(({ state }) => state !== 'stored');
  const isPartial = lacking.some(({ role }) => role === 'manifest');
  return { total: amountOf(parts), missing: amountOf(lacking), isPartial };
}

function amountOf(parts: readonly StoredPart[]): Amount {
  return { count: parts.length, bytes: parts.reduce((sum, { size }) => sum + (byteCount(size) ?? 0), 0) };
}

function lackOf({ digest, role, size }: StoredPart): ExportLack {
  const bytes = byteCount(size);
  return { digest, role, ...(bytes ? { size: bytes } : {}) };
}
