import { useMemo, useRef } from 'react';
import { formatPageAddress, treeAddress } from '../../../api/index.ts';
import { childrenOf } from '../../../oci/index.ts';
import { join } from '../../tree/nodes.ts';
import { useFindings } from '../findings/useFindings.ts';
import type { NodeProps, PaneProps } from '../paneProps.ts';
import type { Selection } from '../selection.ts';
import type { DigestLinks } from './links.ts';
import { RawText } from './RawText.tsx';

/** Shows a node's document byte for byte, with its findings if it was validated. */
export function RawView(props: NodeProps) {
  const { fetched } = props.selection;
  const findings = useFindings(props);
  const linkOfDigest = useDigestLinks(props);
  if (!fetched) return null;
  const { bytes, digest } = fetched;
  return <RawText key={digest} bytes={bytes} digest={digest} findings={findings} linkOfDigest={linkOfDigest} />;
}

/** Links the digest of a child to its node, and any other digest to that content in the same repository. */
function useDigestLinks({
  selection: { node, manifest },
  tree: { where },
  linkTo,
}: Pick<PaneProps, 'tree' | 'linkTo'> & { readonly selection: Selection }): DigestLinks {
  const latestLinkTo = useRef(linkTo);
  latestLinkTo.current = linkTo;
  const { path, kind } = node;
  const repository = where && `${where.host}/${where.name}`;
  return useMemo(() => {
    const children = manifest ? childrenOf(manifest) : [];
    const paths = new Map<string, string>(children.map((child) => [child.descriptor.digest, child.path]));
    return (digest: string) => {
      const child = paths.get(digest);
      if (child !== undefined) return latestLinkTo.current(join(path, child));
      if (kind === 'config') return undefined;
      return formatPageAddress(treeAddress(repository ? `${repository}@${digest}` : digest));
    };
  }, [manifest, path, kind, repository]);
}
