import type { AppError } from '../../../errors/index.ts';
import { type Descriptor, formatPlatform, type Manifest, totalSize } from '../../../oci/index.ts';
import parts from '../../kit/parts.module.css';
import type { Column } from '../../kit/table/DataTable.tsx';
import styles from '../../kit/table/table.module.css';
import { entryColumns, entryMessages } from '../../messages/entries.ts';
import { layersOf } from '../../tree/nodes.ts';
import { Dash, DigestLink, KnownSize, State } from './cells.tsx';
import type { EntryProps } from './entryProps.ts';
import { attestationLabel, type Entry, givenName, kindLabel, knownOf, platformNote } from './indexEntries.ts';
import type { Own } from './useOwnFirst.ts';

interface Known extends Pick<EntryProps, 'tree' | 'proofOf' | 'linkTo'> {
  /** Failed loads, by digest. */
  readonly failures: ReadonlyMap<string, AppError>;
}

/** Returns the columns for platforms. */
export function platformColumns({
  own,
  hasAttestations,
  ...known
}: Known & { readonly own: Own | undefined; readonly hasAttestations: boolean }): readonly Column<Entry>[] {
  const { tree, linkTo } = known;
  const manifestOf = ({ node }: Entry) => tree.documentOf(node)?.manifest;
  const layers: Column<Entry> = {
    name: entryColumns.layers,
    isNumber: true,
    share: 9,
    sortValue: (entry) => countOf(manifestOf(entry)),
    cell: (entry) => countOf(manifestOf(entry))?.toString() ?? <Dash why={entryMessages.notLoaded} />,
  };
  const attestations: Column<Entry> = {
    name: entryColumns.attestations,
    share: 20,
    cell: (entry) => <Attestations entry={entry} tree={tree} linkTo={linkTo} />,
  };
  return [
    {
      name: entryColumns.platform,
      title: entryColumns.platformTitle,
      share: 30,
      sortValue: ({ node }) => `${node.platform ? formatPlatform(node.platform) : ''} ${platformNote(node)}`,
      cell: ({ node }) => <PlatformName node={node} own={own?.path === node.path ? own : undefined} />,
    },
    digestColumn(entryColumns.manifest, known),
    layers,
    sizeColumn(entryColumns.layersSizeTitle, (entry) => contentSize(manifestOf(entry)), entryMessages.notLoaded),
    ...(hasAttestations ? [attestations] : []),
    stateColumn(known),
  ];
}

/** Returns the columns for entries without a platform: artifacts, nested indexes, tagged images, layers. */
export function otherColumns(known: Known): readonly Column<Entry>[] {
  const own = ({ node }: Entry) => knownOf(node, known.tree);
  const nameOf = (entry: Entry) => givenName(entry.node.descriptor?.annotations) || own(entry).node.name;
  const kindOf = (entry: Entry) => {
    const { node, artifactType } = own(entry);
    return kindLabel(node, artifactType);
  };
  return [
    { name: entryColumns.name, share: 30, sortValue: nameOf, cell: (entry) => <Name text={nameOf(entry)} /> },
    {
      name: entryColumns.kind,
      share: 20,
      sortValue: kindOf,
      cell: (entry) => <span title={entry.node.descriptor?.mediaType}>{kindOf(entry)}</span>,
    },
    digestColumn(entryColumns.digest, known),
    sizeColumn(entryColumns.itemSizeTitle, (entry) => own(entry).bytes, entryMessages.notStated),
    stateColumn(known),
  ];
}

/** Shows the name of a row, cut to the column; the full name is the tooltip. */
export function Name({ text }: { readonly text: string }) {
  return (
    <span className={styles.name} title={text}>
      {text}
    </span>
  );
}

function PlatformName({ node, own }: { readonly node: Entry['node']; readonly own: Own | undefined }) {
  const note = platformNote(node);
  return (
    <span className={styles.platform}>
      {node.platform ? formatPlatform(node.platform) : node.name}
      {own ? (
        <span className={parts.chip} title={own.isSure ? entryMessages.ownTitle : entryMessages.probablyOwnTitle}>
          {own.isSure ? entryMessages.own : entryMessages.probablyOwn}
        </span>
      ) : null}
      {note ? (
        <span className={styles.note} title={note}>
          {note}
        </span>
      ) : null}
    </span>
  );
}

function Attestations({ entry, tree, linkTo }: Pick<Known, 'tree' | 'linkTo'> & { readonly entry: Entry }) {
  const { attestations } = entry;
  if (attestations.length === 0) return <Dash why={entryMessages.noAttestations} />;
  return attestations.map((node, index) => (
    <span key={node.path}>
      {index === 0 ? '' : ', '}
      <a href={linkTo(node.path)} title={node.descriptor?.digest}>
        {attestationLabel(tree.documentOf(node)?.manifest)}
      </a>
    </span>
  ));
}

function digestColumn(name: string, { linkTo }: Known): Column<Entry> {
  return { name, share: 18, cell: ({ node }) => <DigestLink node={node} href={linkTo(node.path)} /> };
}

function sizeColumn(title: string, sizeOf: (entry: Entry) => bigint | undefined, why: string): Column<Entry> {
  return {
    name: entryColumns.size,
    title,
    isNumber: true,
    share: 12,
    sortValue: sizeOf,
    cell: (entry) => <KnownSize bytes={sizeOf(entry)} why={why} />,
  };
}

function stateColumn({ proofOf, failures }: Known): Column<Entry> {
  return {
    name: entryColumns.state,
    share: 15,
    cell: ({ node }) => <State proof={proofOf(node)} error={failures.get(node.descriptor?.digest ?? '')} />,
  };
}

/** Counts the layers of a loaded manifest; undefined if it has none. */
function countOf(manifest: Manifest | undefined): bigint | undefined {
  const count = manifest ? layersOf(manifest).length : 0;
  return count > 0 ? BigInt(count) : undefined;
}

/** Returns the size of a loaded manifest's layers or blobs, without its config; undefined for an index. */
function contentSize(manifest: Manifest | undefined): bigint | undefined {
  if (!manifest || manifest.kind === 'index') return undefined;
  const contents: readonly Descriptor[] = manifest.kind === 'artifact' ? manifest.blobs : manifest.layers;
  return totalSize(contents);
}
