import { Icon } from '../kit/icons.tsx';
import parts from '../kit/parts.module.css';
import type { NodeProof } from './nodeProof.ts';

/** Shows a verification state. */
export function ProofChip({ proof: { word, icon, tone, title } }: { readonly proof: NodeProof }) {
  return (
    <span className={tone === '' ? parts.chip : `${parts.chip} ${parts[tone]}`} title={title} data-proof={word}>
      <Icon name={icon} /> {word}
    </span>
  );
}
