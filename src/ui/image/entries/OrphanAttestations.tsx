import { formatCount } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import styles from '../../kit/table/table.module.css';
import type { TreeNode } from '../../tree/nodes.ts';
import { DigestLink } from './cells.tsx';
import type { EntryProps } from './entryProps.ts';
import { attestationWords } from './indexEntries.ts';

const maxListed = 20;

/** The attestations that say to attest what the index does not have. */
export function OrphanAttestations({
  nodes,
  tree,
  linkTo,
}: Pick<EntryProps, 'tree' | 'linkTo'> & { readonly nodes: readonly TreeNode[] }) {
  if (nodes.length === 0) return null;
  return (
    <section className={styles.strays}>
      <p>
        {formatCount(nodes.length, 'attestation')} {nodes.length === 1 ? 'is' : 'are'} of nothing that this index lists:
      </p>
      <ul>
        {nodes.slice(0, maxListed).map((node) => (
          <li key={node.path}>
            <DigestLink node={node} href={linkTo(node.path)} /> {attestationWords(tree.documentOf(node)?.manifest)}
          </li>
        ))}
      </ul>
      {nodes.length > maxListed ? (
        <p className={parts.muted}>and {formatCount(nodes.length - maxListed, 'other')}, in the tree</p>
      ) : null}
    </section>
  );
}
