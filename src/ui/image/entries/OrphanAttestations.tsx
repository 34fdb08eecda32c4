import parts from '../../kit/parts.module.css';
import styles from '../../kit/table/table.module.css';
import { entryMessages } from '../../messages/entries.ts';
import type { TreeNode } from '../../tree/nodes.ts';
import { DigestLink } from './cells.tsx';
import type { EntryProps } from './entryProps.ts';
import { attestationLabel } from './indexEntries.ts';

const maxListed = 20;

/** Lists attestations whose subject is not in the index. */
export function OrphanAttestations({
  nodes,
  tree,
  linkTo,
}: Pick<EntryProps, 'tree' | 'linkTo'> & { readonly nodes: readonly TreeNode[] }) {
  if (nodes.length === 0) return null;
  return (
    <section className={styles.strays}>
      <p>{entryMessages.orphans(nodes.length)}</p>
      <ul>
        {nodes.slice(0, maxListed).map((node) => (
          <li key={node.path}>
            <DigestLink node={node} href={linkTo(node.path)} /> {attestationLabel(tree.documentOf(node)?.manifest)}
          </li>
        ))}
      </ul>
      {nodes.length > maxListed ? (
        <p className={parts.muted}>{entryMessages.moreOrphans(nodes.length - maxListed)}</p>
      ) : null}
    </section>
  );
}
