import type { ContentStore, Info, References } from '../content/index.ts';
import { isReferrersList, listsOf, signedOf } from '../content/index.ts';
import type { Digest } from '../oci/index.ts';
import { type GcRoots, type Protection, protectedBy } from './gcRoots.ts';

/** An image, artifact or loose blob with its content, which is deleted together. */
export interface StoredImageRoot {
  /** Info of its root. */
  readonly info: Info;
  /** All stored content that belongs to it, its root first. */
  readonly parts: ReadonlySet<Digest>;
  /** The reason why it is protected; undefined if it is not. */
  readonly protection: Protection | undefined;
  readonly usedAt: Date;
  /** Its root is a manifest that no other holds or that is protected itself. If false, it is a loose blob. */
  readonly isImage: boolean;
}

/**
 * Stored content as images, each with its parts and referrers. Held in memory for one query: infos, edges and uses of all
 * content, no bodies, three transactions.
 */
export class ImageGraph {
  readonly infos: ReadonlyMap<Digest, Info>;
  readonly roots: readonly StoredImageRoot[];
  readonly #parts: ReadonlyMap<Digest, readonly Digest[]>;
  /** Number of roots that include each content. */
  readonly #counts = new Map<Digest, number>();

  static async read(store: ContentStore, roots: GcRoots): Promise<ImageGraph> {
    const infos = new Map<Digest, Info>();
    const [references, uses] = await Promise.all([
      store.references(),
      store.uses(),
      store.walk((info) => void infos.set(info.digest, info)),
    ]);
    return new ImageGraph(infos, references, uses, roots);
  }

  private constructor(
    infos: ReadonlyMap<Digest, Info>,
    references: ReadonlyMap<Digest, References>,
    uses: ReadonlyMap<Digest, Date>,
    roots: GcRoots,
  ) {
    this.infos = infos;
    this.#parts = partsOf(infos, references);
    const protections = protectedBy(roots, infos.values());
    const held = new Set([...this.#parts.values()].flat());
    const rootOf = (info: Info): StoredImageRoot => {
      const parts = this.#reach(info.digest);
      for (const digest of parts) this.#counts.set(digest, this.#countOf(digest) + 1);
      const isImage = info.linked === true && !isReferrersList(info);
      return { info, parts, protection: protections.get(info.digest), usedAt: latest(info, uses), isImage };
    };
    const isRoot = (info: Info) =>
      info.linked && !isReferrersList(info) && (!held.has(info.digest) || protections.has(info.digest));
    const all = [...infos.values()].filter(isRoot).map(rootOf);
    // Content that belongs to no image; in a cycle that no root reaches, the first one has all.
    for (const info of infos.values()) if (!this.#counts.has(info.digest)) all.push(rootOf(info));
    this.roots = all;
  }

  /** Returns the content that only these images use. */
  exclusiveContent(images: readonly StoredImageRoot[]): readonly Info[] {
    const exclusive = this.createExclusiveCounter();
    return images.flatMap((image) => exclusive(image));
  }

  /**
   * Returns a function that returns the content that becomes unreferenced if this image is removed after those passed in
   * earlier calls.
   */
  createExclusiveCounter(): (image: StoredImageRoot) => readonly Info[] {
    const removed = new Map<Digest, number>();
    return ({ parts }) =>
      [...parts].flatMap((digest) => {
        const count = (removed.get(digest) ?? 0) + 1;
        removed.set(digest, count);
        return (count === this.#countOf(digest) && this.infos.get(digest)) || [];
      });
  }

  #countOf(digest: Digest): number {
    return this.#counts.get(digest) ?? 0;
  }

  #reach(root: Digest): ReadonlySet<Digest> {
    const found = new Set<Digest>();
    const ahead: Digest[] = [root];
    for (let digest = ahead.pop(); digest !== undefined; digest = ahead.pop()) {
      if (found.has(digest) || !this.infos.has(digest)) continue;
      found.add(digest);
      ahead.push(...(this.#parts.get(digest) ?? []));
    }
    return found;
  }
}

/** Maps content to its parts: its children, its stored referrers, and the content that its labels name. */
function partsOf(
  infos: ReadonlyMap<Digest, Info>,
  references: ReadonlyMap<Digest, References>,
): ReadonlyMap<Digest, readonly Digest[]> {
  const parts = new Map<Digest, Digest[]>();
  const add = (parent: Digest, found: readonly Digest[]) => {
    const before = parts.get(parent);
    if (before) before.push(...found);
    else if (found.length > 0) parts.set(parent, [...found]);
  };
  for (const [digest, { children, subject }] of references) {
    add(digest, children);
    if (subject !== undefined && infos.has(subject)) add(subject, [digest]);
  }
  for (const { digest, labels } of infos.values()) {
    add(digest, [...listsOf(labels), ...signedOf(labels)]);
  }
  return parts;
}

function latest({ digest, createdAt }: Info, uses: ReadonlyMap<Digest, Date>): Date {
  const usedAt = uses.get(digest);
  return usedAt && usedAt > createdAt ? usedAt : createdAt;
}
