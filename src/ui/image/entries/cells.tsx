import type { AppError } from '../../../errors/index.ts';
import { Size } from '../../kit/Fact.tsx';
import { shortDigest } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import parts from '../../kit/parts.module.css';
import styles from '../../kit/table/table.module.css';
import type { TreeNode } from '../../tree/nodes.ts';
import type { NodeProof } from '../nodeProof.ts';
import { ProofChip } from '../ProofChip.tsx';

/** A digest shortened in the middle that leads to its node. */
export function DigestLink({ node, href }: { readonly node: TreeNode; readonly href: string }) {
  const digest = node.descriptor?.digest ?? '';
  return (
    <a href={href} title={digest} className={styles.digest}>
      {shortDigest(digest)}
    </a>
  );
}

/** How far a node is proved, or that it could not be read. */
export function State({
  proof,
  error,
}: {
  readonly proof: NodeProof | undefined;
  readonly error: AppError | undefined;
}) {
  // What is corrupt says more than that it could not be read.
  if (proof && (!error || proof.tone === 'bad')) return <ProofChip proof={proof} />;
  return (
    <span className={`${parts.chip} ${parts.bad}`} title={error?.message}>
      <Icon name="warning" /> not readable
    </span>
  );
}

/** A size, or a dash with why there is none. */
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
