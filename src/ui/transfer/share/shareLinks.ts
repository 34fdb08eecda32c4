import { formatPageAddress, treeAddress } from '../../../api/index.ts';
import type { Repository } from '../../../oci/index.ts';
import { isLoopback } from '../../../oci/index.ts';
import type { ShareOptions } from '../../actions/dialogs.ts';
import { shareMessages } from '../../messages/share.ts';

export interface ShareLink {
  readonly kind: 'digest' | 'tag';
  readonly url: string;
}

/** Returns the links to the selected node: by digest, then by tag if there is one. */
export function shareLinks({ origin, repository, digest, tag, select }: ShareOptions): readonly ShareLink[] {
  const link = (reference: string) => `${origin}/${formatPageAddress(treeAddress(reference, select))}`;
  const byDigest = link(repository ? `${repository.host}/${repository.name}@${digest}` : digest);
  return [{ kind: 'digest', url: byDigest }, ...(tag === '' ? [] : [{ kind: 'tag', url: link(tag) } as const])];
}

/** Explains why others can't open a link; '' if they can. */
export function reachText(url: string, repository: Repository | undefined): string {
  const { hostname } = new URL(url);
  if (isLoopback(hostname)) return shareMessages.localPage;
  return repository && isLoopback(repository.host) ? shareMessages.localRegistry : '';
}
