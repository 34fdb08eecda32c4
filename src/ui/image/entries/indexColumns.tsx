import type { AppError } from '../../../errors/index.ts';
import { type Descriptor, formatPlatform, type Manifest, totalSize } from '../../../oci/index.ts';
import parts from '../../kit/parts.module.css';
import type { Column } from '../../kit/table/DataTable.tsx';
import styles from '../../kit/table/table.module.css';
import { layersOf } from '../../tree/nodes.ts';
import { Dash, DigestLink, KnownSize, State } from './cells.tsx';
import type { EntryProps } from './entryProps.ts';
import { attestationWords, type Entry, givenName, kindWords, knownOf, platformNote } from './indexEntries.ts';
import type { Own } from './useOwnFirst.ts';

interface Known extends Pick<EntryProps, 'tree' | 'proofOf' | 'linkTo'> {
  /** Manifests that did not come, by digest. */
  readonly failures: ReadonlyMap<string, AppError>;
}

/** The columns of the entries that are platforms. */
export function platformColumns({
  own,
  hasAttestations,
  ...known
}: Known & { readonly own: Own | undefined; readonly hasAttestations: boolean }): readonly Column<Entry>[] {
  const { tree, linkTo } = known;
  const manifestOf = ({ node }: Entry) => tree.documentOf(node)?.manifest;
  const layers: Column<Entry> = {
    name: 'Layers',
    isNumber: true,
    share: 9,
    sortValue: (entry) => countOf(manifestOf(entry)),
    cell: (entry) => countOf(manifestOf(entry))?.toString() ?? <Dash why={notRead} />,
  };
  const attestations: Column<Entry> = {
    name: 'Attestations',
    share: 20,
    cell: (entry) => <Attestations entry={entry} tree={tree} linkTo={linkTo} />,
  };
  return [
    {
      name: 'Platform',
      title: 'By the index, until the config of the image is here',
      share: 30,
      sortValue: ({ node }) => `${node.platform ? formatPlatform(node.platform) : ''} ${platformNote(node)}`,
      cell: ({ node }) => <PlatformName node={node} own={own?.path === node.path ? own : undefined} />,
    },
    digestColumn('Manifest', known),
    layers,
    sizeColumn(
      'Of its layers together, compressed as they are stored',
      (entry) => contentSize(manifestOf(entry)),
      notRead,
    ),
    ...(hasAttestations ? [attestations] : []),
    stateColumn(known),
  ];
}

/** The columns of entries without a platform: artifacts, nested indexes, tagged images, layers. */
export function otherColumns(known: Known): readonly Column<Entry>[] {
  const own = ({ node }: Entry) => knownOf(node, known.tree);
  const nameOf = (entry: Entry) => givenName(entry.node.descriptor?.annotations) || own(entry).node.name;
  const kindOf = (entry: Entry) => {
    const { node, artifactType } = own(entry);
    return kindWords(node, artifactType);
  };
  return [
    { name: 'Name', share: 30, sortValue: nameOf, cell: (entry) => <Name text={nameOf(entry)} /> },
    {
      name: 'Kind',
      share: 20,
      sortValue: kindOf,
      cell: (entry) => <span title={entry.node.descriptor?.mediaType}>{kindOf(entry)}</span>,
    },
    digestColumn('Digest', known),
    sizeColumn('Of the manifest or blob itself, not of what it points to', (entry) => own(entry).bytes, 'not stated'),
    stateColumn(known),
  ];
}

/** A row's own name, whole where there is room for it and on hover. */
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
        <span className={parts.chip} title={own.isSure ? sureTitle : likelyTitle}>
          {own.isSure ? 'yours' : 'probably yours'}
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

const notRead = 'not known before its manifest is here: the index states no more than the manifest’s own size';
const sureTitle = 'It runs on this machine, as far as its browser tells';
const likelyTitle = 'It likely runs on this machine. Its browser says the same on machines of another architecture.';

function Attestations({ entry, tree, linkTo }: Pick<Known, 'tree' | 'linkTo'> & { readonly entry: Entry }) {
  const { attestations } = entry;
  if (attestations.length === 0) return <Dash why="the index has none of it" />;
  return attestations.map((node, index) => (
    <span key={node.path}>
      {index === 0 ? '' : ', '}
      <a href={linkTo(node.path)} title={node.descriptor?.digest}>
        {attestationWords(tree.documentOf(node)?.manifest)}
      </a>
    </span>
  ));
}

function digestColumn(name: string, { linkTo }: Known): Column<Entry> {
  return { name, share: 18, cell: ({ node }) => <DigestLink node={node} href={linkTo(node.path)} /> };
}

function sizeColumn(title: string, sizeOf: (entry: Entry) => bigint | undefined, why: string): Column<Entry> {
  return {
    name: 'Size',
    title,
    isNumber: true,
    share: 12,
    sortValue: sizeOf,
    cell: (entry) => <KnownSize bytes={sizeOf(entry)} why={why} />,
  };
}

function stateColumn({ proofOf, failures }: Known): Column<Entry> {
  return {
    name: 'State',
    share: 15,
    cell: ({ node }) => <State proof={proofOf(node)} error={failures.get(node.descriptor?.digest ?? '')} />,
  };
}

/** How many layers an opened manifest has; undefined where it has none to count. */
function countOf(manifest: Manifest | undefined): bigint | undefined {
  const count = manifest ? layersOf(manifest).length : 0;
  return count > 0 ? BigInt(count) : undefined;
}

/** Of what an opened manifest holds, its config apart; an index in an index holds nothing itself. */
function contentSize(manifest: Manifest | undefined): bigint | undefined {
  if (!manifest || manifest.kind === 'index') return undefined;
  const contents: readonly Descriptor[] = manifest.kind === 'artifact' ? manifest.blobs : manifest.layers;
  return totalSize(contents);
}
