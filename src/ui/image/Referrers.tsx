import { useMutation } from '@tanstack/react-query';
import type { ReferrersList } from '../../client/index.ts';
import { hasCode } from '../../errors/index.ts';
import type { Repository } from '../../oci/index.ts';
import { Size } from '../kit/Fact.tsx';
import { shortDigest } from '../kit/format.ts';
import parts from '../kit/parts.module.css';
import { type Column, DataTable } from '../kit/table/DataTable.tsx';
import { When } from '../kit/When.tsx';
import { referrersMessages } from '../messages/pane.ts';
import { useEnvironment } from '../state/environment.ts';
import { referrersQuery } from '../state/referrersQuery.ts';
import { join, type TreeNode } from '../tree/nodes.ts';
import { cosignTagOf, referrerNodes } from '../tree/referrerNodes.ts';
import { knownOf } from './entries/indexEntries.ts';
import styles from './Pane.module.css';
import type { NodeProps } from './paneProps.ts';

/** Shows the referrers of the selected manifest by kind, and a button that asks the registry for them. */
export function ReferrersLine({ tree, selection: { node, fetched, manifest }, linkTo }: NodeProps) {
  if (!tree.where || !fetched || !manifest) return null;
  const loaded = tree.referrersOf(node);
  return (
    <p className={styles.referrers} title={referrersMessages.termTitle}>
      <b>{referrersMessages.term}</b>{' '}
      {!loaded || loaded.state === 'waiting' ? <span className={parts.muted}>{referrersMessages.loading}</span> : null}
      {loaded?.state === 'failed' && !hasCode(loaded.error, 'not_found') ? (
        <>
          <span className={`${parts.chip} ${parts.warn}`}>{referrersMessages.unknown}</span> {loaded.error.message}{' '}
        </>
      ) : null}
      {loaded?.state === 'failed' && hasCode(loaded.error, 'not_found') ? `${referrersMessages.notLoaded} ` : null}
      {loaded?.state === 'ready' ? <Listed list={loaded.value} href={linkTo(join(node.path, 'referrers'))} /> : null}
      {loaded?.state === 'failed' || (loaded?.state === 'ready' && loaded.value.seenAt) ? (
        <LoadButton repository={tree.where} digest={fetched.digest} />
      ) : null}
    </p>
  );
}

function Listed({ list: { descriptors, seenAt }, href }: { readonly list: ReferrersList; readonly href: string }) {
  return (
    <>
      {descriptors.length === 0 ? referrersMessages.none : <a href={href}>{kindsText(descriptors)}</a>}
      {seenAt ? (
        <span className={parts.muted}>
          {' '}
          {referrersMessages.asListed} <When time={seenAt.getTime()} />{' '}
        </span>
      ) : null}
    </>
  );
}

/** Returns `2 signatures, 1 SBOM`. */
function kindsText(descriptors: ReferrersList['descriptors']): string {
  const counts = new Map<string, number>();
  for (const { name } of referrerNodes({ path: '' }, descriptors)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => referrersMessages.kindCount(name, count)).join(', ');
}

function LoadButton({ repository, digest }: { readonly repository: Repository; readonly digest: string }) {
  const environment = useEnvironment();
  const { isPending, error, mutate } = useMutation({
    mutationFn: () =>
      environment.queries.fetchQuery({ ...referrersQuery(environment, repository, digest, false), staleTime: 0 }),
  });
  return (
    <>
      <button
        type="button"
        className={`${parts.button} ${parts.quiet}`}
        aria-label={referrersMessages.loadLabel(repository.host)}
        disabled={isPending}
        onClick={() => mutate()}
      >
        {isPending ? referrersMessages.checking : referrersMessages.load(repository.host)}
      </button>
      {error ? <span className={parts.bad}> {error.message}</span> : null}
    </>
  );
}

/** A referrer with what its own document or the list states. */
interface ReferrerRow {
  readonly node: TreeNode;
  readonly own: ReturnType<typeof knownOf>;
  readonly isRead: boolean;
}

/** Lists the referrers of a manifest. */
export function ReferrersTable({ tree, selection: { node }, linkTo }: NodeProps) {
  const owner = tree.walk.steps.at(-2)?.node;
  const loaded = owner && tree.referrersOf(owner);
  if (loaded?.state !== 'ready') return null;
  const rows = referrerNodes(node, loaded.value.descriptors).map((referrer): ReferrerRow => {
    return { node: referrer, own: knownOf(referrer, tree), isRead: tree.documentOf(referrer) !== undefined };
  });
  const columns: readonly Column<ReferrerRow>[] = [
    { name: referrersMessages.kind, share: 28, cell: ({ own }) => own.node.name },
    { name: referrersMessages.artifactType, share: 40, cell: (row) => <ArtifactType row={row} /> },
    {
      name: referrersMessages.manifest,
      share: 16,
      cell: ({ node: { path, descriptor } }) => (
        <a href={linkTo(path)} title={descriptor?.digest} className={parts.mono}>
          {shortDigest(descriptor?.digest ?? '')}
        </a>
      ),
    },
    {
      name: referrersMessages.manifestSize,
      share: 16,
      isNumber: true,
      cell: ({ own }) => (own.bytes === undefined ? referrersMessages.unknownValue : <Size bytes={own.bytes} />),
    },
  ];
  return (
    <DataTable label={referrersMessages.term} rows={rows} keyOf={({ node: { path } }) => path} columns={columns} />
  );
}

function ArtifactType({ row: { node, own, isRead } }: { readonly row: ReferrerRow }) {
  const isFoundByTag = cosignTagOf(node.descriptor) !== undefined;
  if (isFoundByTag && !(isRead && own.artifactType))
    return <span className={parts.muted}>{referrersMessages.byTag}</span>;
  return (
    <>
      <span className={parts.mono}>{own.artifactType || referrersMessages.unknownValue}</span>
      {isRead ? null : <span className={parts.muted}> {referrersMessages.byList}</span>}
    </>
  );
}
