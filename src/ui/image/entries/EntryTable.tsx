import type { Manifest } from '../../../oci/index.ts';
import type { NodeProps } from '../paneProps.ts';
import { IndexTable } from './IndexTable.tsx';
import { PartTable } from './PartTable.tsx';
import { useNodeProofs } from './useNodeProofs.ts';

/** Lists the entries of an index, or the config and files of an artifact or an attestation. */
export function EntryTable(props: NodeProps & { readonly manifest: Manifest }) {
  const { manifest, selection } = props;
  const { path, descriptor } = selection.node;
  const proofOf = useNodeProofs(props, selection.node);
  // A new key resets filter and sort order for each index.
  const key = `${path} ${descriptor?.digest}`;
  if (manifest.kind === 'index') {
    const { shown } = props;
    const mayRequest = typeof shown === 'object' && shown.config !== undefined;
    return <IndexTable key={key} {...props} index={manifest} proofOf={proofOf} mayRequest={mayRequest} />;
  }
  return <PartTable key={key} {...props} proofOf={proofOf} />;
}
