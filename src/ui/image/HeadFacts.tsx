import { lazy, type ReactNode, Suspense, useState } from 'react';
import { formatPageAddress, treeAddress } from '../../api/index.ts';
import { localStorageOf } from '../../client/index.ts';
import { useActions } from '../actions/useActions.ts';
import { CopyButton } from '../kit/CopyButton.tsx';
import { useCopy } from '../kit/copy.ts';
import { Fact, Size } from '../kit/Fact.tsx';
import { formatCount } from '../kit/format.ts';
import { Icon } from '../kit/icons.tsx';
import { useKeys } from '../kit/keys.ts';
import { MiddleText } from '../kit/MiddleText.tsx';
import parts from '../kit/parts.module.css';
import { detailMessages } from '../messages/pane.ts';
import { summaryMessages } from '../messages/summary.ts';
import { useEnvironment } from '../state/environment.ts';
import { sizeText } from '../summary/headOf.ts';
import frame from '../summary/Summary.module.css';
import { stepsOf } from '../tree/layerNotes.ts';
import { type PlatformFact, platformSource, platformText } from '../tree/platformFact.ts';
import { statedBy } from './howDetected.ts';
import { PinnedTag } from './PinnedTag.tsx';
import { PlatformChoice } from './PlatformChoice.tsx';
import type { NodeProps } from './paneProps.ts';
import { staleTagText } from './pinnedTag.ts';

const setting = 'ociscope:settings:details';

const Details = lazy(() => import('./details/Details.tsx').then(({ Details }) => ({ default: Details })));

/** Shows the three facts of a node that matter most, and the button that unfolds all others. */
export function HeadFacts(props: NodeProps) {
  const { window } = useEnvironment();
  const storage = localStorageOf(window);
  const [isOpen, setOpen] = useState(() => storage.read(setting) === 'open');
  const toggle = () => {
    storage.write(setting, isOpen ? '' : 'open');
    setOpen(!isOpen);
  };
  const { descriptor } = props.selection.node;
  return (
    <div className={frame.headFacts}>
      <dl className={frame.facts}>
        {descriptor ? <DigestFact digest={descriptor.digest} /> : null}
        <TagFact {...props} />
        <SizeFact {...props} />
      </dl>
      <button
        type="button"
        className={frame.detailsButton}
        aria-expanded={isOpen}
        aria-controls="details"
        onClick={toggle}
      >
        <Icon name="twisty" /> {detailMessages.details}
      </button>
      <div id="details" hidden={!isOpen}>
        {isOpen ? (
          <Suspense>
            <Details {...props} />
          </Suspense>
        ) : null}
      </div>
    </div>
  );
}

function DigestFact({ digest }: { readonly digest: string }) {
  const [copied, copy] = useCopy();
  useKeys({ c: () => copy(digest) });
  useActions([{ id: 'digest', name: detailMessages.copyDigest, key: 'c', run: () => copy(digest) }]);
  return (
    <Fact term={summaryMessages.digest}>
      <span className={frame.digest}>
        <span className={parts.mono}>
          <MiddleText text={digest} tail={6} />
        </span>
        <CopyButton
          quiet
          label={detailMessages.copy}
          what={detailMessages.digest}
          copied={copied}
          onCopy={() => copy(digest)}
        />
      </span>
    </Fact>
  );
}

function TagFact({ tree, selection }: NodeProps) {
  const { reference } = tree;
  const { fetched, node, isConfigAwaited } = selection;
  if (reference.domain === undefined || !fetched || node.path !== '') return null;
  if (reference.digest !== undefined) {
    const { tag, digest } = reference;
    if (tag === undefined || !tree.where) return null;
    return (
      <Fact term={summaryMessages.tag} title={detailMessages.pinnedTagTitle}>
        <PinnedTag {...{ where: tree.where, tag, digest }} isAsked={!isConfigAwaited} />
      </Fact>
    );
  }
  const { digest, cache, staleReason } = fetched;
  const link = formatPageAddress(treeAddress(`${reference.domain}/${reference.path}@${digest}`));
  return (
    <Fact term={summaryMessages.tag}>
      <b>{reference.tag ?? 'latest'}</b>
      {cache.detail === 'stale-tag' ? (
        <>
          {detailMessages.lastPointedHere}
          <span className={`${parts.chip} ${parts.warn}`}>{staleTagText(reference.domain, staleReason)}</span>
        </>
      ) : (
        summaryMessages.pointsHere
      )}{' '}
      · <a href={link}>{detailMessages.permalink}</a>
    </Fact>
  );
}

/** Shows the platform and the size of an image's layers; of another node its own size. */
function SizeFact(props: NodeProps) {
  const { selection, shown } = props;
  const { node, manifest, platform } = selection;
  if (shown === 'waiting') return <Fact term={summaryMessages.platform}>{'…'}</Fact>;
  if (shown) {
    return (
      <Fact term={summaryMessages.platform}>
        <PlatformChoice shown={shown} />
        {shown.manifest ? ` · ${sizeText(shown.manifest)}` : ''}
      </Fact>
    );
  }
  if (node.kind === 'layer') {
    return (
      <Fact term={summaryMessages.size}>
        <LayerSize {...props} />
      </Fact>
    );
  }
  const size = node.kind === 'image' && manifest ? sizeText(manifest) : '';
  if (!platform) return <Fact term={summaryMessages.size}>{size || <OwnSize {...props} />}</Fact>;
  return (
    <Fact term={summaryMessages.platform}>
      <PlatformText fact={platform} />
      {size === '' ? null : ` · ${size}`}
    </Fact>
  );
}

function PlatformText({ fact }: { readonly fact: PlatformFact }): ReactNode {
  const { text, isContradicted } = platformSource(fact);
  const source =
    text === '' ? null : <span className={isContradicted ? `${parts.chip} ${parts.warn}` : parts.muted}>{text}</span>;
  return (
    <>
      {platformText(fact.platform)} {source}
    </>
  );
}

/** Shows `23.7 MB, layer 2 of 7, step 4`. */
function LayerSize({ selection: { node, owner, config } }: NodeProps) {
  const size = node.descriptor?.size;
  const index = Number(node.path.slice(node.path.lastIndexOf('/') + 1));
  const steps = owner && /(^|\/)layers\/\d+$/.test(node.path) ? stepsOf(owner, config) : [];
  const step = steps.find(({ line }) => line.layer?.index === index);
  const count = steps.filter(({ line }) => line.layer).length;
  return (
    <>
      {size === undefined ? detailMessages.sizeUnknown : <Size bytes={size} />}
      {step ? detailMessages.place(index + 1, count, step.number) : null}
    </>
  );
}

function OwnSize({ selection: { node, fetched } }: NodeProps) {
  const own = fetched?.bytes.length ?? node.descriptor?.size;
  if (node.kind === 'layers' || node.kind === 'referrers')
    return node.measure === '' ? formatCount(Number(node.note.replaceAll(',', '')), 'entry', 'entries') : node.measure;
  if (own === undefined) return detailMessages.sizeUnknown;
  return (
    <>
      <Size bytes={own} />
      {fetched ? null : <span className={parts.muted}> {statedBy(node)}</span>}
    </>
  );
}
