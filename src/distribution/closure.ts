import {
  byteCount,
  type Child,
  childrenOf,
  type Descriptor,
  type Digest,
  formatPlatform,
  isAnyManifestType,
  isDigest,
  isForeignLayerType,
  type Manifest,
  type MediaType,
} from '../oci/index.ts';

/** How much of an image, index or artifact is meant. */
export interface ClosureOptions {
  /** Of an index, the entries of these, as `formatPlatform` writes them, with what is attached to them; all where undefined. */
  readonly platforms?: ReadonlySet<string> | undefined;
  /** With layers and the blobs of artifacts; else manifests and configs. */
  readonly layers: boolean;
  /** With signatures, attestations, SBOMs and what else refers to each manifest. */
  readonly referrers: boolean;
}

/** A piece of content that belongs to a closure, each digest once. */
export interface ClosurePart {
  readonly digest: Digest;
  readonly mediaType: MediaType;
  readonly role: 'manifest' | 'config' | 'layer' | 'blob';
  /** In bytes, as a descriptor states it; undefined if none does, or if what it states is not a size. */
  readonly size: number | undefined;
  /** Of a manifest: undefined where it cannot be had, so that what is below it is not known. */
  readonly manifest?: Manifest | undefined;
  /** What it refers to, of a referrer. */
  readonly subject?: Digest;
}

export interface ClosureSource {
  /** Undefined where it cannot be had; what is not to be passed over is thrown. */
  manifest(digest: Digest, mediaType: MediaType): Promise<Manifest | undefined>;
  /** What refers to a manifest. Asked for only with `referrers`. */
  referrers(digest: Digest): Promise<readonly Descriptor[]>;
  /** Told of manifests that it is asked for later, in that order, unless they were met before. */
  ahead?(digests: readonly Digest[]): void;
}

/** More is no image: an index of 4 MiB that is meant to keep one busy has fifty thousand entries. */
export const mostParts = 50_000;

const attachedTo = 'vnd.docker.reference.digest';

type Asked = Pick<Descriptor, 'digest' | 'mediaType' | 'size'> & { readonly subject?: Digest };

/**
 * What an image takes to be whole: itself, what its manifests list, and what refers to them, manifests as they are met and
 * each before what it lists (containerd core/images/handlers.go, `Walk`). Layers that are to be had elsewhere
 * (`application/vnd.docker.image.rootfs.foreign…`) and descriptors that name no digest are left out.
 */
export async function* walkClosure(
  root: Pick<Descriptor, 'digest' | 'mediaType' | 'size'>,
  source: ClosureSource,
  { platforms, layers, referrers }: ClosureOptions,
): AsyncGenerator<ClosurePart, void> {
  const seen = new Set<string>();
  const ahead: Asked[] = [root];
  for (let next = ahead.shift(); next && seen.size < mostParts; next = ahead.shift()) {
    if (seen.has(next.digest) || !isDigest(next.digest)) continue;
    seen.add(next.digest);
    const { digest, mediaType, subject } = next;
    const manifest = await source.manifest(digest, mediaType);
    yield {
      digest,
      mediaType,
      role: 'manifest',
      size: byteCount(next.size),
      manifest,
      ...(subject ? { subject } : {}),
    };
    if (!manifest) continue;
    const before = ahead.length;
    for (const { role, descriptor } of wantedOf(manifest, platforms)) {
      if (role === 'manifest' && isAnyManifestType(descriptor.mediaType)) ahead.push(descriptor);
      else if (role === 'config' || (layers && !isForeignLayerType(descriptor.mediaType))) {
        if (seen.has(descriptor.digest) || !isDigest(descriptor.digest)) continue;
        seen.add(descriptor.digest);
        const listed = role === 'manifest' ? 'blob' : role;
        yield {
          digest: descriptor.digest,
          mediaType: descriptor.mediaType,
          role: listed,
          size: byteCount(descriptor.size),
        };
      }
    }
    if (referrers) for (const found of await source.referrers(digest)) ahead.push({ ...found, subject: digest });
    const met = ahead.slice(before).map((each) => each.digest);
    source.ahead?.(met.filter(isDigest).filter((each) => !seen.has(each)));
  }
}

/** The entries of the platforms that are wanted, with what is attached to them; those that name no platform are no choice. */
function wantedOf(manifest: Manifest, platforms: ReadonlySet<string> | undefined): readonly Child[] {
  const children = childrenOf(manifest);
  if (manifest.kind !== 'index' || !platforms) return children;
  const isWanted = ({ descriptor: { platform } }: Child) => !platform || platforms.has(formatPlatform(platform));
  const wanted = new Set(children.filter(isWanted).map(({ descriptor }) => descriptor.digest));
  return children.filter((child) => isWanted(child) || wanted.has(child.descriptor.annotations?.[attachedTo] ?? ''));
}
