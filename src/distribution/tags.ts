import type { ContentStore } from '../content/index.ts';
import type { Digest } from '../oci/index.ts';
import type { Repository } from '../registry/index.ts';

/** A tag's last known digest is a label of the content: `ociscope/tag.<host>/<name>:<tag>`, with the time it was seen. */
function tagLabel({ host, name }: Repository, tag: string): string {
  return `ociscope/tag.${host}/${name}:${tag}`;
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

/** The digest that the tag was last seen at; every blob's labels are read, bodies are not. */
export async function recallTag(store: ContentStore, repository: Repository, tag: string): Promise<Digest | undefined> {
  const key = tagLabel(repository, tag);
  let newest: { digest: Digest; seen: string } | undefined;
  await store.walk(({ digest, labels }) => {
    const seen = labels[key];
    if (seen !== undefined && (newest === undefined || seen > newest.seen)) newest = { digest, seen };
  });
  return newest?.digest;
}
