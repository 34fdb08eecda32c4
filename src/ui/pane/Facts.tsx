import type { ReactNode } from 'react';
import { formatPageAddress, treeAddress } from '../../api/index.ts';
import { artifactTypeOf, type Descriptor, formatPlatform, isForeignLayerType } from '../../oci/index.ts';
import { CopyButton } from '../CopyButton.tsx';
import { useCopy } from '../copy.ts';
import { formatCount, formatExactSize, formatSize, groupDigits, shortDigest } from '../format.ts';
import { useKeys } from '../keys.ts';
import { layersOf, totalSize } from '../nodes.ts';
import parts from '../parts.module.css';
import { sizeDifference } from '../proof.ts';
import { platformOf } from '../titles.ts';
import { useKept } from '../useKept.ts';
import { useOffers } from '../useOffers.ts';
import { When } from '../When.tsx';
import { From } from './From.tsx';
import { howDetected } from './howDetected.ts';
import { Link } from './Link.tsx';
import styles from './Pane.module.css';
import type { PaneProps } from './paneProps.ts';
import type { Selection } from './selection.ts';
import { staleTagWords } from './staleTag.ts';

/** What is known of a node itself, as a definition list. */
export function Facts({
  tree,
  selection,
  children,
}: PaneProps & { readonly selection: Selection /** Facts of other parts. */; readonly children?: ReactNode }) {
  const { node, fetched, manifest, config } = selection;
  const descriptor = node.descriptor;
  const platform = platformOf(tree.walk.steps, config);
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
      {manifest && node.kind === 'artifact' ? (
        <Fact term="Artifact type">
          <span className={parts.mono}>{artifactTypeOf(manifest) || 'none stated'}</span>
        </Fact>
      ) : null}
      <SizeFact selection={selection} />
      {platform && node.kind !== 'layer' ? (
        <Fact term="Platform">
          {formatPlatform(platform)}
          {platform.osVersion ? ` ${platform.osVersion}` : ''}
        </Fact>
      ) : null}
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
        <Fact term="Found at">
          {stated.length === 0 ? 'The manifest names no place.' : stated.map((url) => <Link key={url} url={url} />)}
        </Fact>
      ) : null}
    </dl>
  );
}

export function Fact({
  term,
  title,
  children,
}: {
  readonly term: string;
  readonly title?: string;
  readonly children: ReactNode;
}) {
  return (
    <div>
      <dt title={title}>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function DigestFact({ digest }: { readonly digest: string }) {
  const [copied, copy] = useCopy();
  useKeys({ c: () => copy(digest) });
  useOffers([{ id: 'digest', name: 'Copy digest', key: 'c', run: () => copy(digest) }]);
  return (
    <Fact term="Digest">
      <span className={parts.mono}>{digest}</span>{' '}
      <CopyButton quiet label="Copy digest" copied={copied} onCopy={() => copy(digest)} />
    </Fact>
  );
}

function TagFact({ tree, selection }: Pick<PaneProps, 'tree'> & { readonly selection: Selection }) {
  const { reference } = tree;
  if (reference.domain === undefined || reference.digest !== undefined || !selection.fetched) return null;
  const { digest, cache, staleReason } = selection.fetched;
  const link = formatPageAddress(treeAddress(`${reference.domain}/${reference.path}@${digest}`));
  return (
    <Fact term="Tag">
      <b>{reference.tag ?? 'latest'}</b>{' '}
      {cache.detail === 'stale-tag' ? (
        <>
          was last seen pointing to this digest{' '}
          <span className={`${parts.chip} ${parts.warn}`}>{staleTagWords(reference.domain, staleReason)}</span>
        </>
      ) : (
        'stands for this digest now'
      )}{' '}
      · <a href={link}>digest link</a>
      <span className={parts.muted}>, which always shows this image</span>
    </Fact>
  );
}

function SizeFact({ selection: { node, manifest, fetched } }: { readonly selection: Selection }) {
  const own = node.descriptor?.size;
  const length = fetched?.bytes.length;
  const isOther = length !== undefined && sizeDifference(node.descriptor, length) !== '';
  const layers = manifest ? layersOf(manifest) : [];
  const total = node.kind === 'image' && layers.length > 0 ? totalSize(layers) : undefined;
  if (own === undefined && total === undefined) return null;
  return (
    <Fact term="Size">
      {total === undefined ? null : (
        <>
          <Size bytes={total} /> in {formatCount(layers.length, 'layer')}
          {own === undefined ? '' : ' · manifest '}
        </>
      )}
      {own === undefined ? null : isOther ? (
        <span className={parts.warn}>
          {formatExactSize(length)}, where its descriptor states {groupDigits(own)}
        </span>
      ) : (
        <Size bytes={own} />
      )}
    </Fact>
  );
}

/** A size with its exact bytes, on hover and for screen readers. */
export function Size({ bytes }: { readonly bytes: bigint | number }) {
  const exact = formatExactSize(bytes);
  return (
    <span title={exact}>
      {formatSize(bytes)}
      {Number(bytes) < 1000 ? null : <span className={parts.hidden}> ({exact})</span>}
    </span>
  );
}

function LayerFacts({ tree, selection }: Pick<PaneProps, 'tree'> & { readonly selection: Selection }) {
  const { owner, node, config } = selection;
  const isKept = useKept(node);
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
        {isKept ? 'kept in this browser' : 'not fetched'}
        {tree.where ? ` · ${tree.where.host}/${tree.where.name} has it, by its manifest` : ''}
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
