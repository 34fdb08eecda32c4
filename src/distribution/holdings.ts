import type { ContentStore, Info, References } from '../content/index.ts';
import type { Digest } from '../oci/index.ts';
import { isReferrersList, listsOf } from './referrers.ts';
import { type GcRoots, type Kept, protectedBy } from './roots.ts';
import { signedOf } from './signedSchema1.ts';

/** An image, artifact or loose blob as a whole: what is kept or let go together. */
export interface StoredImageRoot {
  /** Of its root. */
  readonly info: Info;
  /** All that belongs to it and is stored, its root first. */
  readonly parts: ReadonlySet<Digest>;
  /** What keeps it. */
  readonly kept: Kept | undefined;
  readonly usedAt: Date;
  /** Its root is a manifest: one that no other holds, or that is kept for itself. Else it belongs to nothing here. */
  readonly isImage: boolean;
}

/**
 * What is stored, as a person sees it: images that each take along what they are made of and what is attached to them.
 * Held in memory for one question: infos, edges and uses of all content, no bodies, three transactions.
 */
export class ImageGraph {
  readonly infos: ReadonlyMap<Digest, Info>;
  readonly all: readonly StoredImageRoot[];
  readonly #parts: ReadonlyMap<Digest, readonly Digest[]>;
  /** How many holdings have each content. */
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
    const kept = protectedBy(roots, infos.values());
    const held = new Set([...this.#parts.values()].flat());
    const holdingOf = (info: Info): StoredImageRoot => {
      const parts = this.#reach(info.digest);
      for (const digest of parts) this.#counts.set(digest, this.#countOf(digest) + 1);
      const isImage = info.linked === true && !isReferrersList(info);
      return { info, parts, kept: kept.get(info.digest), usedAt: latest(info, uses), isImage };
    };
    const isRoot = (info: Info) =>
      info.linked && !isReferrersList(info) && (!held.has(info.digest) || kept.has(info.digest));
    const all = [...infos.values()].filter(isRoot).map(holdingOf);
    // What belongs to nothing; of a circle that nothing else leads to, the first has all.
    for (const info of infos.values()) if (!this.#counts.has(info.digest)) all.push(holdingOf(info));
    this.all = all;
  }

  /** What goes with these: all that no other holding has. */
  ownOf(holdings: readonly StoredImageRoot[]): readonly Info[] {
    const release = this.createExclusiveCounter();
    return holdings.flatMap((holding) => release(holding));
  }

  /** Gives what goes with each holding that it is called with, where all that it was called with before are gone. */
  createExclusiveCounter(): (holding: StoredImageRoot) => readonly Info[] {
    const released = new Map<Digest, number>();
    return ({ parts }) =>
      [...parts].flatMap((digest) => {
        const count = (released.get(digest) ?? 0) + 1;
        released.set(digest, count);
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

/** What content takes along: its children, what is about it, and what its labels name. What is not stored takes nothing. */
function partsOf(
  infos: ReadonlyMap<Digest, Info>,
  references: ReadonlyMap<Digest, References>,
): ReadonlyMap<Digest, readonly Digest[]> {
  const parts = new Map<Digest, Digest[]>();
  const add = (whole: Digest, found: readonly Digest[]) => {
    const before = parts.get(whole);
    if (before) before.push(...found);
    else if (found.length > 0) parts.set(whole, [...found]);
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
