import {
  type ContentStore,
  hasSource,
  type Info,
  isIntact,
  listSources,
  listsOf,
  type References,
  readVerified,
  verifiedAtOf,
} from '../content/index.ts';
import { hasCode } from '../errors/index.ts';
import {
  artifactTypeOf,
  type Descriptor,
  type Digest,
  formatPlatform,
  isDigest,
  type Manifest,
  maxManifestBytes,
  mediaTypes,
  parseManifest,
  parseStoredManifest,
  type Repository,
} from '../oci/index.ts';
import { type ClosureOptions, type ClosurePart, walkClosure } from './walk.ts';

/** A part of a closure, and whether it is stored. */
export interface StoredPart extends ClosurePart {
  /** bytes: of the stored content, else as stated; undefined if neither is known */
  readonly size: number | undefined;
  readonly state: 'stored' | 'missing' | 'corrupt';
  /** Time when its bytes were last hashed; undefined unless it is `stored`. */
  readonly verifiedAt?: Date | undefined;
}

/** Parts of an image, as far as stored content shows. */
export interface StoredClosure {
  /** The requested manifest, verified. */
  readonly root: Manifest;
  readonly parts: readonly StoredPart[];
}

export interface StoredClosureOptions extends ClosureOptions {
  /** Limits referrers to those that this repository lists or sent, or that a person imported; all if undefined. */
  readonly repository?: Repository | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A list of referrers contains annotations. */
const listLimitBytes = 32 * 1024 * 1024;

/**
 * Reads closures from the store alone: no registry is asked. Documents and infos are cached between calls, so that one
 * reader answers many questions about one image at the cost of one.
 */
export class StoredClosures {
  readonly #store: ContentStore;
  readonly #roots = new Map<Digest, Promise<Manifest>>();
  readonly #manifests = new Map<Digest, Promise<Manifest | undefined>>();
  /** Digests listed as manifests that do not parse; treated as opaque blobs. */
  readonly #opaque = new Set<Digest>();
  readonly #infos = new Map<Digest, Promise<Info | undefined>>();
  #subjects: Promise<ReadonlyMap<Digest, readonly Digest[]>> | undefined;

  constructor(store: ContentStore) {
    this.#store = store;
  }

  /**
   * Reads the closure of a root. @throws AppError not_found: the root is not stored; data_loss: it is corrupt;
   * invalid_argument: not a manifest; too_large; the signal's reason
   */
  async read(digest: Digest, { signal, repository, ...options }: StoredClosureOptions): Promise<StoredClosure> {
    signal?.throwIfAborted();
    const root = await this.root(digest);
    this.#manifests.set(digest, Promise.resolve(root));
    const { mediaType, bytes } = root.payload();
    const source = {
      manifest: (of: Digest) => this.#manifest(of),
      referrers: (of: Digest) => this.#referrers(of, repository),
    };
    const parts: StoredPart[] = [];
    for await (const part of walkClosure({ digest, mediaType, size: BigInt(bytes.length) }, source, options)) {
      signal?.throwIfAborted();
      const stored = await this.#stored(part);
      // A foreign layer belongs to the image if it is stored; it is not missing otherwise.
      if (!part.isForeign || stored.state === 'stored') parts.push(stored);
    }
    return { root, parts };
  }

  root(digest: Digest): Promise<Manifest> {
    return once(this.#roots, digest, async () => {
      const info = await this.#store.info(digest);
      return parseStoredManifest(await this.#bytes(info.digest));
    });
  }

  async #stored(part: ClosurePart): Promise<StoredPart> {
    const info = await this.#info(part.digest);
    if (!info) return { ...part, state: 'missing' };
    const isUnread = part.role === 'manifest' && !part.manifest && !this.#opaque.has(part.digest);
    if (isUnread || !(await isIntact(this.#store, info))) return { ...part, size: info.size, state: 'corrupt' };
    return { ...part, size: info.size, state: 'stored', verifiedAt: verifiedAtOf(info) };
  }

  #info(digest: Digest): Promise<Info | undefined> {
    return once(this.#infos, digest, () => orNone(this.#store.info(digest)));
  }

  #manifest(digest: Digest): Promise<Manifest | undefined> {
    return once(this.#manifests, digest, async () => {
      try {
        const bytes = await orNone(this.#bytes(digest));
        return bytes && parseStoredManifest(bytes);
      } catch (error) {
        if (!hasCode(error, 'invalid_argument') && !hasCode(error, 'resource_exhausted')) throw error;
        this.#opaque.add(digest);
        return undefined;
      }
    });
  }

  #bytes(digest: Digest): Promise<Uint8Array> {
    return readVerified(this.#store, digest, { limitBytes: maxManifestBytes });
  }

  /** Lists the entries of the stored lists of referrers, and stored content with this subject; by digest. */
  async #referrers(subject: Digest, repository: Repository | undefined): Promise<readonly Descriptor[]> {
    const found = new Map<string, Descriptor>();
    const info = await this.#info(subject);
    for (const list of info ? listsOf(info.labels, repository) : []) {
      const bytes = await orNone(readVerified(this.#store, list, { limitBytes: listLimitBytes }));
      const listed = bytes ? parseManifest(mediaTypes.ociIndex, bytes).references() : [];
      for (const descriptor of listed) if (isDigest(descriptor.digest)) found.set(descriptor.digest, descriptor);
    }
    this.#subjects ??= this.#store.references().then(bySubject);
    for (const digest of (await this.#subjects).get(subject) ?? []) {
      const isKnown = found.has(digest) || !isOf(await this.#info(digest), repository);
      const manifest = isKnown ? undefined : await this.#manifest(digest);
      if (manifest) found.set(digest, descriptorOf(digest, manifest));
    }
    return [...found.values()].sort((one, other) => (one.digest < other.digest ? -1 : 1));
  }
}

/** Returns the platforms that an index names, each once, in its order; none for other manifests. */
export function platformsOf(manifest: Manifest): readonly string[] {
  if (manifest.kind !== 'index') return [];
  const named = manifest.manifests.map(({ platform }) => (platform ? formatPlatform(platform) : ''));
  return [...new Set(named)].filter((platform) => platform !== '' && platform !== 'unknown/unknown');
}

/** Content that no registry sent was imported by a person. */
function isOf(info: Info | undefined, repository: Repository | undefined): boolean {
  if (!info || !repository) return info !== undefined;
  return hasSource(info.labels, repository) || listSources(info.labels).length === 0;
}

function bySubject(all: ReadonlyMap<Digest, References>): ReadonlyMap<Digest, readonly Digest[]> {
  const found = new Map<Digest, Digest[]>();
  for (const [digest, { subject }] of all) {
    if (!subject) continue;
    const those = found.get(subject) ?? [];
    those.push(digest);
    found.set(subject, those);
  }
  return found;
}

function descriptorOf(digest: Digest, manifest: Manifest): Descriptor {
  const { mediaType, bytes } = manifest.payload();
  return { digest, mediaType, size: BigInt(bytes.length), artifactType: artifactTypeOf(manifest) };
}

/** Returns undefined if the content is missing or corrupt. */
async function orNone<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (hasCode(error, 'not_found') || hasCode(error, 'data_loss')) return undefined;
    throw error;
  }
}

function once<K, V>(map: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  const made = map.get(key) ?? make();
  map.set(key, made);
  return made;
}
