import type { Manifest } from '../../../oci/index.ts';
import type { PaneProps } from '../paneProps.ts';
import type { Selection } from '../selection.ts';
import { IndexTable } from './IndexTable.tsx';
import { PartTable } from './PartTable.tsx';
import { useNodeProofs } from './useNodeProofs.ts';

/** What a manifest points to: the platforms of an index, the contents of an artifact or an attestation. */
export function EntryTable(props: PaneProps & { readonly selection: Selection; readonly manifest: Manifest }) {
  const { manifest, selection } = props;
  const { path, descriptor } = selection.node;
  const proofOf = useNodeProofs(props, selection.node);
  // Each index begins with no filter, and in the order of its document.
  const key = `${path} ${descriptor?.digest}`;
  if (manifest.kind === 'index') return <IndexTable key={key} {...props} index={manifest} proofOf={proofOf} />;
  return <PartTable key={key} {...props} proofOf={proofOf} />;
}
