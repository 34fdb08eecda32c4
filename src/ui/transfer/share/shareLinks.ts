import { formatPageAddress, treeAddress } from '../../../api/index.ts';
import type { Where } from '../../../client/index.ts';
import { isLoopback } from '../../../oci/index.ts';
import type { ShareOptions } from '../../actions/dialogs.ts';

export interface ShareLink {
  readonly kind: 'digest' | 'tag';
  readonly url: string;
}

/** The links of what is looked at, the one that never changes its meaning first. */
export function shareLinks({ origin, repository, digest, tag, select }: ShareOptions): readonly ShareLink[] {
  const link = (reference: string) => `${origin}/${formatPageAddress(treeAddress(reference, select))}`;
  const byDigest = link(repository ? `${repository.host}/${repository.name}@${digest}` : digest);
  return [{ kind: 'digest', url: byDigest }, ...(tag === '' ? [] : [{ kind: 'tag', url: link(tag) } as const])];
}

/** Why others may not be able to open it; '' where they are. */
export function reachText(url: string, where: Where | undefined): string {
  const { hostname } = new URL(url);
  if (isLoopback(hostname)) return 'This page is served by this machine, so its links open here alone.';
  return where && isLoopback(where.host) ? 'The registry is this machine: others cannot ask it.' : '';
}
