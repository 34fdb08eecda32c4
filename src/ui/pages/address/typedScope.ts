import { isAppError } from '../../../errors/index.ts';
import { parseReference, type Repository } from '../../../oci/index.ts';

/** A list of a registry that can complete a typed text. */
export type ListScope =
  | { readonly kind: 'repositories'; readonly host: string }
  | { readonly kind: 'tags'; readonly repository: Repository };

/** A list, and the part of the typed text that its names are compared with. */
export interface TypedScope {
  readonly scope: ListScope;
  readonly prefix: string;
}

/**
 * Returns the list that completes a typed text: the repositories of a host after its slash, the tags of a repository after its
 * colon. A name without a slash may be a host that is being typed (`registry:5000`), so its tags are listed only if `isKnown`;
 * otherwise Docker Hub would learn the names of hosts. Docker Hub has no list of repositories.
 */
export function scopeOf(typed: string, isKnown: (repository: Repository) => boolean): TypedScope | undefined {
  const text = typed.trim();
  const slash = text.indexOf('/');
  const colon = text.lastIndexOf(':');
  if (text === '' || /[@\s]/.test(text)) return undefined;
  if (colon > slash && colon > 0) {
    const repository = readRepository(text.slice(0, colon));
    if (!repository || (slash < 0 && !isKnown(repository))) return undefined;
    return { scope: { kind: 'tags', repository }, prefix: text.slice(colon + 1) };
  }
  const host = slash > 0 ? readRepository(`${text.slice(0, slash)}/name`)?.host : undefined;
  if (host === undefined || /(^|\.)docker\.io$/.test(host)) return undefined;
  return { scope: { kind: 'repositories', host }, prefix: text.slice(slash + 1) };
}

/** Returns `host/name` of a tag list, `host` of a list of repositories; unique for each list. */
export function scopeKey(scope: ListScope): string {
  return scope.kind === 'repositories' ? scope.host : `${scope.repository.host}/${scope.repository.name}`;
}

function readRepository(text: string): Repository | undefined {
  try {
    const reference = parseReference(text);
    if (reference.domain === undefined || reference.tag !== undefined || reference.digest !== undefined)
      return undefined;
    return { host: reference.domain, name: reference.path };
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}
