import type { AppError } from '../../../errors/index.ts';
import { Size } from '../../kit/Fact.tsx';
import { shortDigest } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import parts from '../../kit/parts.module.css';
import styles from '../../kit/table/table.module.css';
import { entryMessages } from '../../messages/entries.ts';
import type { TreeNode } from '../../tree/nodes.ts';
import type { NodeProof } from '../nodeProof.ts';
import { ProofChip } from '../ProofChip.tsx';

/** Links a digest, shortened in the middle, to its node. */
export function DigestLink({ node, href }: { readonly node: TreeNode; readonly href: string }) {
  const digest = node.descriptor?.digest ?? '';
  return (
    <a href={href} title={digest} className={styles.digest}>
      {shortDigest(digest)}
    </a>
  );
}

/** Shows the proof of a node's content, or that it failed to load. */
export function State({
  proof,
  error,
}: {
  readonly proof: NodeProof | undefined;
  readonly error: AppError | undefined;
}) {
  // Corruption is more specific than a failed load.
  if (proof && (!error || proof.tone === 'bad')) return <ProofChip proof={proof} />;
  return (
    <span className={`${parts.chip} ${parts.bad}`} title={error?.message}>
      <Icon name="warning" /> {entryMessages.unreadable}
    </span>
  );
}

/** Shows a size, or a dash with the reason it is unknown. */
export function KnownSize({ bytes, why }: { readonly bytes: bigint | undefined; readonly why: string }) {
  return bytes === undefined ? <Dash why={why} /> : <Size bytes={bytes} />;
}

export function Dash({ why }: { readonly why: string }) {
  return (
    <span className={parts.muted} title={why}>
      –<span className={parts.hidden}> ({why})</span>
    </span>
  );
}
