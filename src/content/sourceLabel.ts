import type { Repository } from '../oci/index.ts';
import type { Info, Manager } from './contract.ts';

/**
 * Returns containerd's label for the source of content: `containerd.io/distribution.source.<host>`
 * (core/remotes/docker/handler.go).
 */
export function sourceLabel(repository: Repository): string {
  return `${prefix}${repository.host || 'docker.io'}`;
}

const prefix = 'containerd.io/distribution.source.';

/** Returns the label's value with one more repository: sorted, each once, comma separated. */
export function appendSource(value: string | undefined, name: string): string {
  return [...new Set([...splitSources(value), name])].sort().join(',');
}

/** Returns the labels with one more repository among their sources. */
export function withSource(labels: Info['labels'], repository: Repository): Info['labels'] {
  const key = sourceLabel(repository);
  return { ...labels, [key]: appendSource(labels[key], repository.name) };
}

interface Warner {
  warn(message: string, fields: Readonly<Record<string, unknown>>): void;
}

/** Records that a repository has stored content too; a failure is a warning. Returns its info. */
export async function addSource(
  { store, log }: { readonly store: Pick<Manager, 'update'>; readonly log: Warner },
  info: Info,
  repository: Repository,
): Promise<Info> {
  const { digest, labels } = info;
  const key = sourceLabel(repository);
  try {
    const value = appendSource(labels[key], repository.name);
    return await store.update({ digest, labels: { [key]: value } }, `labels.${key}`);
  } catch (error) {
    log.warn('Error updating content distribution source', { digest, error });
    return info;
  }
}

export function hasSource(labels: Readonly<Record<string, string>>, repository: Repository): boolean {
  return splitSources(labels[sourceLabel(repository)]).includes(repository.name);
}

/** Returns all repositories that the labels name. */
export function listSources(labels: Readonly<Record<string, string>>): Repository[] {
  return Object.entries(labels)
    .filter(([key]) => key.startsWith(prefix))
    .flatMap(([key, value]) => splitSources(value).map((name) => ({ host: key.slice(prefix.length), name })));
}

function splitSources(value: string | undefined): string[] {
  return (value ?? '').split(',').filter((name) => name !== '');
}
