import type { ReactNode } from 'react';
import { formatPageAddress, treeAddress } from '../../api/index.ts';
import { artifactTypeOf, type Descriptor, isConfigType, isEmptyType, isForeignLayerType } from '../../oci/index.ts';
import { useActions } from '../actions/useActions.ts';
import { CopyButton } from '../kit/CopyButton.tsx';
import { useCopy } from '../kit/copy.ts';
import { Fact, Size } from '../kit/Fact.tsx';
import { formatExactSize, groupDigits, shortDigest } from '../kit/format.ts';
import { useKeys } from '../kit/keys.ts';
import { Link } from '../kit/Link.tsx';
import parts from '../kit/parts.module.css';
import { When } from '../kit/When.tsx';
import { useIsStored } from '../state/useIsStored.ts';
import { sizeMismatch } from '../tree/contentProof.ts';
import { type PlatformFact as PlatformOf, platformSource, platformText } from '../tree/platformFact.ts';
import { From } from './From.tsx';
import { howDetected, statedBy } from './howDetected.ts';
import { layersText } from './layersSize.ts';
import styles from './Pane.module.css';
import { PinnedTag } from './PinnedTag.tsx';
import type { PaneProps } from './paneProps.ts';
import { staleTagText } from './pinnedTag.ts';
import type { Selection } from './selection.ts';

/** Lists the facts of a node as a definition list. */
export function Facts({
  tree,
  selection,
  children,
}: PaneProps & { readonly selection: Selection /** Facts of other parts. */; readonly children?: ReactNode }) {
  const { node, fetched, manifest, config, platform } = selection;
  const descriptor = node.descriptor;
  const created = manifest && (config?.created ?? manifest.annotations?.['org.opencontainers.image.created']);
  const stated = node.descriptor?.urls?.filter((url) => url !== '') ?? [];
  return (
    <dl className={styles.facts}>
      {descriptor ? <DigestFact digest={descriptor.digest} /> : null}
      {node.path === '' ? <TagFact {...{ tree, selection }} /> : null}
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
      {platform && node.kind !== 'layer' ? <PlatformFact fact={platform} /> : null}
      {created ? (
        <Fact term="Created">
          <When time={created} />
        </Fact>
      ) : null}
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
      {children}
      {descriptor && (stated.length > 0 || isForeignLayerType(descriptor.mediaType)) ? (
        <Fact term="URLs">
          {stated.length === 0 ? 'No URL given' : stated.map((url) => <Link key={url} url={url} />)}
        </Fact>
      ) : null}
    </dl>
  );
}

function DigestFact({ digest }: { readonly digest: string }) {
  const [copied, copy] = useCopy();
  useKeys({ c: () => copy(digest) });
  useActions([{ id: 'digest', name: 'Copy digest', key: 'c', run: () => copy(digest) }]);
  return (
    <Fact term="Digest">
      <span className={parts.mono}>{digest}</span>{' '}
      <CopyButton quiet label="Copy digest" copied={copied} onCopy={() => copy(digest)} />
    </Fact>
  );
}

function TagFact({ tree, selection }: Pick<PaneProps, 'tree'> & { readonly selection: Selection }) {
  const { reference } = tree;
  if (reference.domain === undefined || !selection.fetched) return null;
  if (reference.digest !== undefined) {
    const { tag, digest } = reference;
    if (tag === undefined || !tree.where) return null;
    return (
      <Fact term="Tag" title="The digest determines what is shown. The tag may point to another digest at any time.">
        <PinnedTag {...{ where: tree.where, tag, digest }} isAsked={!selection.isConfigAwaited} />
      </Fact>
    );
  }
  const { digest, cache, staleReason } = selection.fetched;
  const link = formatPageAddress(treeAddress(`${reference.domain}/${reference.path}@${digest}`));
  return (
    <Fact term="Tag">
      <b>{reference.tag ?? 'latest'}</b>{' '}
      {cache.detail === 'stale-tag' ? (
        <>
          was last seen pointing to this digest{' '}
          <span className={`${parts.chip} ${parts.warn}`}>{staleTagText(reference.domain, staleReason)}</span>
        </>
      ) : (
        'points to this digest'
      )}{' '}
      · <a href={link}>Permalink</a>
    </Fact>
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

function PlatformFact({ fact }: { readonly fact: PlatformOf }) {
  const { text, isContradicted } = platformSource(fact);
  return (
    <Fact term="Platform">
      {platformText(fact.platform)}
      {text === '' ? null : (
        <>
          {' '}
          <span className={isContradicted ? `${parts.chip} ${parts.warn}` : parts.muted}>{text}</span>
        </>
      )}
    </Fact>
  );
}

/** Shows the total size of an image's layers, and the size of the document itself. */
function SizeFact({ selection: { node, manifest, fetched } }: { readonly selection: Selection }) {
  const stated = node.descriptor?.size;
  const length = fetched?.bytes.length;
  const layers = node.kind === 'image' && manifest ? layersText(manifest) : undefined;
  const own = length ?? stated;
  if (own === undefined && layers === undefined) return null;
  const isOther = length !== undefined && sizeMismatch(node.descriptor, length) !== '';
  return (
    <Fact term="Size">
      {layers === undefined ? null : (
        <>
          {layers.bytes === undefined ? null : <Size bytes={layers.bytes} />} {layers.text}
          {own === undefined ? '' : ' · '}
        </>
      )}
      {node.content === 'manifest' && own !== undefined ? 'manifest ' : ''}
      {own === undefined ? null : isOther && stated !== undefined ? (
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
