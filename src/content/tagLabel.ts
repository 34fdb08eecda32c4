import type { Digest, Repository } from '../oci/index.ts';
import type { ContentStore, Info } from './contract.ts';

/** A tag as it was last seen at its registry. */
export interface SeenTag {
  readonly digest: Digest;
  readonly seenAt: Date;
}

/** A tag of a repository. */
export interface RepositoryTag extends Repository {
  readonly tag: string;
}

/**
 * Returns the label of a tag's last known digest: `ociscope/tag.<host>/<name>:<tag>`. The value is the time it was seen.
 */
function tagLabel({ host, name }: Repository, tag: string): string {
  return `${prefixOfTags}${host}/${name}:${tag}`;
}

const prefixOfTags = 'ociscope/tag.';

/** Returns `host/name:tag` of every tag that was last seen to point to content with these labels. */
export function tagsOf(labels: Info['labels']): readonly string[] {
  return Object.keys(labels)
    .filter((key) => key.startsWith(prefixOfTags))
    .map((key) => key.slice(prefixOfTags.length));
}

/** Returns every tag that the labels name. */
export function listTags(labels: Readonly<Record<string, string>>): RepositoryTag[] {
  return Object.keys(labels).flatMap((key) => {
    // A host has no slash and a tag no colon.
    const [, host, name, tag] = /^ociscope\/tag\.([^/]+)\/(.+):([^:]+)$/.exec(key) ?? [];
    return host && name && tag ? [{ host, name, tag }] : [];
  });
}

export async function rememberTag(
  store: ContentStore,
  repository: Repository,
  tag: string,
  digest: Digest,
  now: Date,
): Promise<void> {
  const key = tagLabel(repository, tag);
  await store.update({ digest, labels: { [key]: now.toISOString() } }, `labels.${key}`);
}

/** Removes the tag from the digest, which it does not point to any more. */
export async function forgetTag(
  store: ContentStore,
  repository: Repository,
  tag: string,
  digest: Digest,
): Promise<void> {
  await store.update({ digest, labels: {} }, `labels.${tagLabel(repository, tag)}`);
}

/** Returns where the tag was last seen: one lookup, whatever is stored. */
export async function recallTag(
  store: ContentStore,
  repository: Repository,
  tag: string,
): Promise<SeenTag | undefined> {
  return (await recall(store, repository, tag)).get(tag);
}

/** Returns the known tags of a repository, also in one lookup. */
export function recallTags(store: ContentStore, repository: Repository): Promise<ReadonlyMap<string, SeenTag>> {
  return recall(store, repository, '');
}

/** Reads the time in a label; undefined if the text is not a time. */
export function parseTime(text: string): Date | undefined {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

async function recall(
  store: ContentStore,
  repository: Repository,
  beginning: string,
): Promise<ReadonlyMap<string, SeenTag>> {
  const prefix = tagLabel(repository, '');
  const found = new Map<string, SeenTag>();
  const read = ({ digest, labels }: Info) => {
    for (const [key, value] of Object.entries(labels)) {
      if (!key.startsWith(prefix)) continue;
      const [tag, seenAt] = [key.slice(prefix.length), parseTime(value)];
      const known = found.get(tag);
      if (seenAt && (!known || seenAt > known.seenAt)) found.set(tag, { digest, seenAt });
    }
  };
  await store.walk(read, { labelled: `${prefix}${beginning}` });
  return found;
}
