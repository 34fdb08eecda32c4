import type { AppError } from '../../../errors/index.ts';
import { shortDigest } from '../../format.ts';
import { Icon } from '../../icons.tsx';
import type { TreeNode } from '../../nodes.ts';
import parts from '../../parts.module.css';
import { Size } from '../Facts.tsx';
import styles from './entries.module.css';
import type { EntryProps } from './entryProps.ts';

/** A digest shortened in the middle that leads to its node. */
export function DigestLink({ node, href }: { readonly node: TreeNode; readonly href: string }) {
  const digest = node.descriptor?.digest ?? '';
  return (
    <a href={href} title={digest} className={styles.digest}>
      {shortDigest(digest)}
    </a>
  );
}

/** How far a node is proved. */
export function State({
  node,
  presence,
  error,
}: {
  readonly node: TreeNode;
  readonly presence: EntryProps['presence'];
  readonly error: AppError | undefined;
}) {
  const digest = node.descriptor?.digest ?? '';
  if (presence.isRead(digest)) return <Chip icon="check" tone={parts.ok} words="verified" />;
  if (error) return <Chip icon="warning" tone={parts.bad} words="not readable" title={error.message} />;
  if (presence.isHere(digest)) return <Chip icon="check" tone={parts.ok} words="here" />;
  return <Chip icon="cloud" tone="" words="not fetched" />;
}

function Chip({
  icon,
  tone = '',
  words,
  title,
}: {
  readonly icon: 'check' | 'cloud' | 'warning';
  readonly tone: string | undefined;
  readonly words: string;
  readonly title?: string;
}) {
  return (
    <span className={`${parts.chip} ${tone}`} title={title}>
      <Icon name={icon} /> {words}
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
