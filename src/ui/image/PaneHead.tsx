import { useEffect, useRef } from 'react';
import { formatPageAddress } from '../../api/index.ts';
import type { Where } from '../../client/index.ts';
import { useOpenDialog } from '../actions/dialogs.ts';
import { useActions } from '../actions/useActions.ts';
import { CopyButton } from '../kit/CopyButton.tsx';
import { useCopy } from '../kit/copy.ts';
import { Icon } from '../kit/icons.tsx';
import { useKeys } from '../kit/keys.ts';
import parts from '../kit/parts.module.css';
import { useEnvironment } from '../state/environment.ts';
import { useEmbedded } from '../state/formats/useEmbedded.ts';
import { useIsStored } from '../state/useIsStored.ts';
import { topOf } from '../tree/documentForm.ts';
import { holdsSignature, isSignedType } from '../tree/forms.ts';
import { pathUnder } from '../tree/pathUnder.ts';
import { referenceTitle } from '../tree/titles.ts';
import { MoreActions } from './MoreActions.tsx';
import { nodeProof } from './nodeProof.ts';
import { OfflineButton } from './OfflineButton.tsx';
import { offlineTargetOf } from './offlineTargetOf.ts';
import styles from './Pane.module.css';
import { PinButton } from './PinButton.tsx';
import { ProofChip } from './ProofChip.tsx';
import type { PaneProps } from './paneProps.ts';
import type { Selection } from './selection.ts';

/** Way back, breadcrumbs, title, and how far what is shown is proved. */
export function PaneHead({
  tree,
  presence,
  onSelect,
  linkTo,
  onBack,
  selection,
  title,
}: PaneProps & { readonly selection: Selection; readonly title: string }) {
  const { window } = useEnvironment();
  const [copied, copy] = useCopy();
  const heading = useRef<HTMLHeadingElement>(null);
  const copyLink = () => copy(window.location.href);
  useKeys({ y: copyLink });
  const target = offlineTargetOf(tree, selection, title);
  const openDialog = useOpenDialog();
  const keep = target && (() => openDialog({ kind: 'offline', target }));
  useActions([
    { id: 'link', name: 'Copy link', key: 'y', run: copyLink },
    ...(keep ? [{ id: 'keep', name: 'Keep offline…', fact: title, run: keep }] : []),
  ]);
  useEffect(() => {
    window.document.title = `${title} · ${referenceTitle(tree.reference, tree.where)}`;
  }, [window, title, tree]);
  const isCovering = onBack !== undefined;
  useEffect(() => {
    if (isCovering) heading.current?.focus();
  }, [isCovering]);
  return (
    <header className={styles.head}>
      {onBack ? (
        <button type="button" className={`${parts.button} ${styles.back}`} onClick={onBack}>
          <Icon name="back" /> Tree
        </button>
      ) : null}
      <nav aria-label="Breadcrumbs" className={styles.crumbs}>
        <Repository where={tree.where} />
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
      <div className={styles.titleLine}>
        <h1 id="title" tabIndex={-1} ref={heading}>
          {title}
        </h1>
        <Proof tree={tree} presence={presence} selection={selection} />
        {isSigned(selection) ? <NotVerified /> : null}
        <span className={styles.actions}>
          {selection.node.path === '' ? <PinButton tree={tree} /> : null}
          {keep && selection.node.path === '' ? <OfflineButton digest={target.digest} onOpen={keep} /> : null}
          <CopyButton label="Copy link" copied={copied} onCopy={copyLink} />
          {selection.error ? null : <MoreActions tree={tree} selection={selection} title={title} onDownload={keep} />}
        </span>
      </div>
    </header>
  );
}

/** The digest matches for any bytes that were asked for: beside a signature that must not read as its verification. */
function NotVerified() {
  return (
    <span
      className={parts.chip}
      data-signature="unverified"
      title="This app does not verify this signature. That the digest matches says only that these are the bytes that were asked for."
    >
      signature not verified
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

function Repository({ where }: { readonly where: Where | undefined }) {
  if (!where) return <span>by digest alone</span>;
  const parents = [where.host, ...where.name.split('/')];
  const last = parents.pop();
  const tags = formatPageAddress({ kind: 'other', name: 'repo', value: `${where.host}/${where.name}` });
  return (
    <a href={tags} title="Its tags">
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
