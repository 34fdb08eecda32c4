import { formatPageAddress, treeAddress } from '../../../api/index.ts';
import { artifactTypeOf, type Descriptor, isConfigType, isEmptyType, isForeignLayerType } from '../../../oci/index.ts';
import { Fact, Size } from '../../kit/Fact.tsx';
import { formatExactSize, groupDigits, shortDigest } from '../../kit/format.ts';
import { Link } from '../../kit/Link.tsx';
import parts from '../../kit/parts.module.css';
import { detailMessages } from '../../messages/pane.ts';
import { useIsStored } from '../../state/useIsStored.ts';
import frame from '../../summary/Summary.module.css';
import { sizeMismatch } from '../../tree/contentProof.ts';
import { DocumentFact } from '../findings/DocumentFact.tsx';
import { SignatureFact } from '../findings/SignatureFact.tsx';
import { howDetected, statedBy } from '../howDetected.ts';
import type { NodeProps, PaneProps } from '../paneProps.ts';
import type { Selection } from '../selection.ts';
import { specKind } from '../specKind.ts';
import { From } from './From.tsx';

/** Lists the facts of a node that are not among the three below its title. */
export function Details(props: NodeProps) {
  const { tree, selection } = props;
  const { node, fetched, manifest } = selection;
  const descriptor = node.descriptor;
  const stated = node.descriptor?.urls?.filter((url) => url !== '') ?? [];
  return (
    <dl className={frame.facts}>
      {descriptor ? (
        <Fact term="Media type">
          <span className={parts.mono}>
            {fetched && manifest ? manifest.payload().mediaType : descriptor.mediaType || 'none'}
          </span>{' '}
          <span className={parts.chip}>{howDetected(selection)}</span>
        </Fact>
      ) : null}
      <ArtifactTypeFact selection={selection} />
      <SizeFact selection={selection} />
      {node.kind === 'layer' ? <LayerFacts tree={tree} selection={selection} /> : null}
      {fetched ? (
        <Fact term="From">
          <From fetched={fetched} />
        </Fact>
      ) : null}
      {manifest?.subject ? (
        <Fact term="Subject">
          <SubjectLink tree={tree} subject={manifest.subject} />
        </Fact>
      ) : null}
      {fetched && manifest?.kind === 'schema1' ? <SignatureFact fetched={fetched} /> : null}
      {specKind(selection) ? <DocumentFact {...props} /> : null}
      {descriptor && (stated.length > 0 || isForeignLayerType(descriptor.mediaType)) ? (
        <Fact term="URLs">
          {stated.length === 0 ? 'No URL given' : stated.map((url) => <Link key={url} url={url} />)}
        </Fact>
      ) : null}
    </dl>
  );
}

/** Shows the artifact type: the stated one, else the media type of the config unless it is an image config. */
function ArtifactTypeFact({ selection: { manifest, node } }: { readonly selection: Selection }) {
  const type = manifest && (manifest.artifactType || node.kind === 'artifact') ? artifactTypeOf(manifest) : '';
  if (type === '' || (!manifest?.artifactType && (isConfigType(type) || isEmptyType(type)))) return null;
  return (
    <Fact term="Artifact type">
      <span className={parts.mono}>{type}</span>
      {manifest?.artifactType ? null : <span className={parts.muted}> by its config’s media type</span>}
    </Fact>
  );
}

/** Shows the size of the node's own document or blob. */
function SizeFact({ selection: { node, fetched } }: { readonly selection: Selection }) {
  const stated = node.descriptor?.size;
  const length = fetched?.bytes.length;
  const own = length ?? stated;
  if (own === undefined) return null;
  const isOther = length !== undefined && sizeMismatch(node.descriptor, length) !== '';
  return (
    <Fact term={node.content === 'manifest' ? detailMessages.manifestSize : detailMessages.size}>
      {isOther && stated !== undefined ? (
        <span className={parts.warn}>
          {formatExactSize(own)}, not {groupDigits(stated)} as stated {statedBy(node)}
        </span>
      ) : (
        <Size bytes={own} />
      )}
      {length === undefined ? <span className={parts.muted}> {statedBy(node)}</span> : null}
    </Fact>
  );
}

function LayerFacts({ tree, selection }: Pick<PaneProps, 'tree'> & { readonly selection: Selection }) {
  const { owner, node, config } = selection;
  const isStored = useIsStored(node);
  const index = Number(node.path.slice(node.path.lastIndexOf('/') + 1));
  const diffId = owner?.kind === 'image' && /(^|\/)layers\/\d+$/.test(node.path) ? config?.diffIds[index] : undefined;
  return (
    <>
      {diffId ? (
        <Fact term="DiffID" title="Digest of the layer’s tar before it was compressed">
          <span className={parts.mono}>{diffId}</span>
        </Fact>
      ) : null}
      {node.note ? (
        <Fact term="Made by">
          <span className={parts.mono}>{node.note}</span>
        </Fact>
      ) : null}
      <Fact term="From">
        {isStored ? 'stored in this browser' : 'not downloaded'}
        {tree.where ? ` · available from ${tree.where.host}/${tree.where.name}` : ''}
      </Fact>
    </>
  );
}

function SubjectLink({ tree, subject }: Pick<PaneProps, 'tree'> & { readonly subject: Descriptor }) {
  const { where } = tree;
  const reference = where ? `${where.host}/${where.name}@${subject.digest}` : subject.digest;
  return (
    <a href={formatPageAddress(treeAddress(reference))} className={parts.mono}>
      {shortDigest(subject.digest)}
    </a>
  );
}
