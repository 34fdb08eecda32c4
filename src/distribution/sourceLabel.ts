import type { Repository } from '../registry/index.ts';

/** containerd's label of where content came from: `containerd.io/distribution.source.<host>` (core/remotes/docker/handler.go). */
export function sourceLabel(repository: Repository): string {
  return `${prefix}${repository.host || 'docker.io'}`;
}

const prefix = 'containerd.io/distribution.source.';

/** The label's value with one more repository: sorted, each once, comma separated. */
export function appendSource(value: string | undefined, name: string): string {
  return [...new Set([...splitSources(value), name])].sort().join(',');
}

export function hasSource(labels: Readonly<Record<string, string>>, repository: Repository): boolean {
  return splitSources(labels[sourceLabel(repository)]).includes(repository.name);
}

/** Every host and repository that the labels name. */
export function listSources(labels: Readonly<Record<string, string>>): Repository[] {
  return Object.entries(labels)
    .filter(([key]) => key.startsWith(prefix))
    .flatMap(([key, value]) => splitSources(value).map((name) => ({ host: key.slice(prefix.length), name })));
}

function splitSources(value: string | undefined): string[] {
  return (value ?? '').split(',').filter((name) => name !== '');
}
