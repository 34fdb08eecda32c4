import { useEffect } from 'react';
import { formatPageAddress } from '../../api/index.ts';
import type { Repository } from '../../oci/index.ts';
import { useOpenDialog } from '../actions/dialogs.ts';
import { useActions } from '../actions/useActions.ts';
import { CopyButton } from '../kit/CopyButton.tsx';
import { useCopy } from '../kit/copy.ts';
import { Icon } from '../kit/icons.tsx';
import { useKeys } from '../kit/keys.ts';
import parts from '../kit/parts.module.css';
import { paneMessages } from '../messages/pane.ts';
import { useEnvironment } from '../state/environment.ts';
import { useEmbedded } from '../state/formats/useEmbedded.ts';
import { useIsStored } from '../state/useIsStored.ts';
import frame from '../summary/Summary.module.css';
import { topOf } from '../tree/documentForm.ts';
import { holdsSignature, isSignedType } from '../tree/forms.ts';
import { pathUnder } from '../tree/nodePath.ts';
import { referenceTitle } from '../tree/titles.ts';
import { MoreActions } from './MoreActions.tsx';
import { nodeProof } from './nodeProof.ts';
import { OfflineButton } from './OfflineButton.tsx';
import { offlineTargetOf } from './offlineTargetOf.ts';
import { PinButton } from './PinButton.tsx';
import { ProofChip } from './ProofChip.tsx';
import type { NodeProps, PaneProps } from './paneProps.ts';
import { savedNodeOf } from './savedImageOf.ts';
import type { Selection } from './selection.ts';

/** Shows the back button, breadcrumbs, title, verification state and actions. */
export function PaneHead({
  tree,
  presence,
  onSelect,
  linkTo,
  onBack,
  selection,
  title,
}: NodeProps & { readonly title: string }) {
  const { window, now } = useEnvironment();
  const [copied, copy] = useCopy();
  const copyLink = () => copy(window.location.href);
  useKeys({ y: copyLink });
  const target = offlineTargetOf(tree, selection, title);
  // Signatures, SBOMs and attestations are saved with their image.
  const isSavable = selection.node.path === '' || selection.node.kind === 'image';
  const openDialog = useOpenDialog();
  const openOffline = target && (() => openDialog({ kind: 'offline', target }));
  useActions([
    { id: 'link', name: paneMessages.copyLink, key: 'y', run: copyLink },
    ...(openOffline ? [{ id: 'offline', name: paneMessages.makeOffline, fact: title, run: openOffline }] : []),
  ]);
  useEffect(() => {
    window.document.title = `${title} · ${referenceTitle(tree.reference, tree.where)}`;
  }, [window, title, tree]);
  return (
    <header className={frame.head}>
      <nav aria-label={paneMessages.breadcrumbs} className={frame.crumbs}>
        {onBack ? (
          <button type="button" className={`${parts.button} ${parts.quiet} ${frame.back}`} onClick={onBack}>
            <Icon name="back" /> {paneMessages.back}
          </button>
        ) : null}
        <Breadcrumb repository={tree.where} />
        {tree.walk.steps.slice(0, -1).map(({ node }) => (
          <span key={node.path}>
            {' › '}
            <a
              href={linkTo(node.path)}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                onSelect(node.path);
              }}
            >
              {node.name}
            </a>
          </span>
        ))}
      </nav>
      <div className={frame.titleLine}>
        <h1 id="title" tabIndex={-1}>
          {title}
        </h1>
        <Proof tree={tree} presence={presence} selection={selection} />
        {isSigned(selection) ? <NotVerified /> : null}
        <span className={frame.actions}>
          {isSavable ? <PinButton image={savedNodeOf(tree, selection, title, now())} /> : null}
          {openOffline && isSavable ? <OfflineButton digest={target.digest} onOpen={openOffline} /> : null}
          <span className={frame.wide}>
            <CopyButton label={paneMessages.copyLink} copied={copied} onCopy={copyLink} />
          </span>
          {selection.error ? null : (
            <MoreActions tree={tree} selection={selection} title={title} onDownload={openOffline} />
          )}
        </span>
      </div>
    </header>
  );
}

/** Marks a signature as not verified, because `digest matches` beside it could be mistaken for that. */
function NotVerified() {
  return (
    <span className={parts.chip} data-signature="unverified" title={paneMessages.signatureNotVerifiedTitle}>
      {paneMessages.signatureNotVerified}
    </span>
  );
}

function isSigned({ node, manifest, fetched }: Selection): boolean {
  if (manifest) return manifest.kind !== 'index' && holdsSignature(manifest);
  if (node.kind !== 'blob') return false;
  if (isSignedType(node.descriptor?.mediaType ?? '')) return true;
  const keys = (fetched && topOf(fetched.bytes)?.keys) ?? [];
  return keys.includes('payloadType') || keys.includes('verificationMaterial');
}

function Breadcrumb({ repository }: { readonly repository: Repository | undefined }) {
  if (!repository) return <span>{paneMessages.noRepository}</span>;
  const parents = [repository.host, ...repository.name.split('/')];
  const last = parents.pop();
  const tags = formatPageAddress({ kind: 'other', name: 'repo', value: `${repository.host}/${repository.name}` });
  return (
    <a href={tags} title={paneMessages.repository}>
      {parents.map((part) => `${part} / `).join('')}
      <b>{last}</b>
    </a>
  );
}

function Proof({
  tree,
  presence,
  selection,
}: Pick<PaneProps, 'tree' | 'presence'> & { readonly selection: Selection }) {
  const { node, fetched, error, isWaiting } = selection;
  const above = tree.walk.steps.slice(0, -1).findLast(({ manifest }) => manifest !== undefined)?.node;
  const isStored = useIsStored(node);
  const embedded = useEmbedded(above && tree.documentOf(above));
  if (isWaiting) return null;
  const proof = nodeProof({
    descriptor: node.descriptor,
    fetched,
    error,
    isStored: presence.isStored(node.descriptor?.digest ?? '') ?? isStored,
    embedded: above && embedded?.get(pathUnder(above.path, node.path)),
  });
  return proof ? <ProofChip proof={proof} /> : null;
}
