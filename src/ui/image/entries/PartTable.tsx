import { useMemo } from 'react';
import type { Manifest } from '../../../oci/index.ts';
import parts from '../../kit/parts.module.css';
import { type Column, DataTable } from '../../kit/table/DataTable.tsx';
import styles from '../../kit/table/table.module.css';
import { entryColumns, entryMessages } from '../../messages/entries.ts';
import { childNodes, layerNodes, layersOf, type TreeNode } from '../../tree/nodes.ts';
import type { Selection } from '../selection.ts';
import { DigestLink, KnownSize, State } from './cells.tsx';
import type { EntryProps } from './entryProps.ts';
import { Name } from './indexColumns.tsx';
import { givenName, kindLabel, knownOf } from './indexEntries.ts';

/** Lists the config and the files of an artifact or an attestation. */
export function PartTable({
  selection: { node },
  tree,
  proofOf,
  linkTo,
  manifest,
}: EntryProps & { readonly selection: Pick<Selection, 'node'>; readonly manifest: Manifest }) {
  const nodes = useMemo(
    () =>
      childNodes(node, manifest).flatMap((child) =>
        child.kind === 'layers' ? layerNodes(child, layersOf(manifest), []) : [child],
      ),
    [node, manifest],
  );
  if (nodes.length === 0) return <p className={parts.muted}>{entryMessages.empty}</p>;
  return (
    <div className={styles.entries}>
      <DataTable
        label={entryMessages.parts}
        rows={nodes}
        keyOf={({ path }) => path}
        columns={partColumns({ tree, proofOf, linkTo })}
      />
    </div>
  );
}

function partColumns({
  tree,
  proofOf,
  linkTo,
}: Pick<EntryProps, 'tree' | 'proofOf' | 'linkTo'>): readonly Column<TreeNode>[] {
  const sizeOf = (node: TreeNode) => knownOf(node, tree).bytes;
  return [
    { name: entryColumns.part, share: 24, sortValue: partName, cell: (node) => <Name text={partName(node)} /> },
    {
      name: entryColumns.mediaType,
      share: 34,
      sortValue: ({ descriptor }) => descriptor?.mediaType,
      cell: ({ descriptor }) => <span className={styles.type}>{descriptor?.mediaType || '–'}</span>,
    },
    { name: entryColumns.digest, share: 18, cell: (node) => <DigestLink node={node} href={linkTo(node.path)} /> },
    {
      name: entryColumns.size,
      isNumber: true,
      share: 11,
      sortValue: sizeOf,
      cell: (node) => <KnownSize bytes={sizeOf(node)} why={entryMessages.notStated} />,
    },
    { name: entryColumns.state, share: 15, cell: (node) => <State proof={proofOf(node)} error={undefined} /> },
  ];
}

/** Returns the file name, else the kind of part, with its number for a layer. */
function partName(node: TreeNode): string {
  const { kind, name, descriptor } = node;
  return givenName(descriptor?.annotations) || (kind === 'layer' ? `${kindLabel(node)} ${name}` : name);
}
