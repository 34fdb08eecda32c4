import { type ContentStore, type Info, type References, readVerified } from '../content/index.ts';
import { AppError, hasCode } from '../errors/index.ts';
import {
  artifactTypeOf,
  type Descriptor,
  type Digest,
  formatPlatform,
  isDigest,
  type Manifest,
  mediaTypes,
  parseManifest,
} from '../oci/index.ts';
import { type ClosureOptions, type ClosurePart, mostParts, walkClosure } from './closure.ts';
import { corruptLabel } from './corrupt.ts';
import { readDetected } from './readManifest.ts';
import { listsOf } from './referrers.ts';

/** A piece of a closure, and whether it is here. */
export interface StoredPart extends ClosurePart {
  /** bytes: of what is stored, else as stated; undefined where neither is known */
  readonly size: number | undefined;
  readonly state: 'here' | 'missing' | 'damaged';
}

/** What an image takes to be whole, as far as what is stored tells. */
export interface StoredClosure {
  /** What was asked for, proven. */
  readonly root: Manifest;
  readonly parts: readonly StoredPart[];
}

const limitBytes = 4 * 1024 * 1024;
/** A list of referrers carries annotations. */
const listLimitBytes = 32 * 1024 * 1024;

/**
 * Reads closures from the store alone: no registry is asked. Documents and infos are held from one question to the next, so that
 * one reader answers many questions about one image at the cost of one.
 */
export class StoredClosures {
  readonly #store: ContentStore;
  readonly #manifests = new Map<Digest, Promise<Manifest | undefined>>();
  readonly #infos = new Map<Digest, Promise<Info | undefined>>();
  #references: Promise<ReadonlyMap<Digest, References>> | undefined;

  constructor(store: ContentStore) {
    this.#store = store;
  }

  /** @throws AppError not_found: the root is not stored; data_loss: it is damaged; invalid_argument: no manifest; too_large */
  async read(digest: Digest, options: ClosureOptions): Promise<StoredClosure> {
    const root = await this.root(digest);
    const { mediaType, bytes } = root.payload();
    const source = {
      manifest: (of: Digest) => this.#manifest(of),
      referrers: (of: Digest) => this.#referrers(of),
    };
    const parts: StoredPart[] = [];
    for await (const part of walkClosure({ digest, mediaType, size: BigInt(bytes.length) }, source, options)) {
      parts.push(await this.#stored(part));
    }
    if (parts.length < mostParts) return { root, parts };
    throw new AppError('resource_exhausted', `"${digest}" takes ${mostParts} pieces of content or more`, {
      reason: 'too_large',
      detail: { digest },
    });
  }

  async root(digest: Digest): Promise<Manifest> {
    const info = await this.#store.info(digest);
    return readDetected(await this.#bytes(info.digest));
  }

  async #stored(part: ClosurePart): Promise<StoredPart> {
    const info = await this.#info(part.digest);
    if (!info) return { ...part, state: 'missing' };
    const isDamaged = info.labels[corruptLabel] !== undefined || (part.role === 'manifest' && !part.manifest);
    return { ...part, size: info.size, state: isDamaged ? 'damaged' : 'here' };
  }

  #info(digest: Digest): Promise<Info | undefined> {
    return once(this.#infos, digest, () => orNone(this.#store.info(digest)));
  }

  #manifest(digest: Digest): Promise<Manifest | undefined> {
    return once(this.#manifests, digest, async () => {
      const bytes = await orNone(this.#bytes(digest));
      return bytes && readDetected(bytes);
    });
  }

  #bytes(digest: Digest): Promise<Uint8Array> {
    return readVerified(this.#store, digest, { limitBytes });
  }

  /** What the lists that were had of it name, and what is stored and says that it is about it; by digest. */
  async #referrers(subject: Digest): Promise<readonly Descriptor[]> {
    const found = new Map<string, Descriptor>();
    const info = await this.#info(subject);
    for (const list of info ? listsOf(info.labels) : []) {
      const bytes = await orNone(readVerified(this.#store, list, { limitBytes: listLimitBytes }));
      const listed = bytes ? parseManifest(mediaTypes.ociIndex, bytes).references() : [];
      for (const descriptor of listed) if (isDigest(descriptor.digest)) found.set(descriptor.digest, descriptor);
    }
    this.#references ??= this.#store.references();
    for (const [digest, references] of await this.#references) {
      const manifest = references.subject === subject && !found.has(digest) && (await this.#manifest(digest));
      if (manifest) found.set(digest, descriptorOf(digest, manifest));
    }
    return [...found.values()].sort((one, other) => (one.digest < other.digest ? -1 : 1));
  }
}

/** The platforms that an index names, each once, in its order; none of what is no index. */
export function platformsOf(manifest: Manifest): readonly string[] {
  if (manifest.kind !== 'index') return [];
  const named = manifest.manifests.map(({ platform }) => (platform ? formatPlatform(platform) : ''));
  return [...new Set(named)].filter((platform) => platform !== '' && platform !== 'unknown/unknown');
}

function descriptorOf(digest: Digest, manifest: Manifest): Descriptor {
  const { mediaType, bytes } = manifest.payload();
  return { digest, mediaType, size: BigInt(bytes.length), artifactType: artifactTypeOf(manifest) };
}

/** Undefined where it is not stored, or is not what it was. */
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
