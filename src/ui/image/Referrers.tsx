import { useMutation } from '@tanstack/react-query';
import type { ReferrersList } from '../../client/index.ts';
import { hasCode } from '../../errors/index.ts';
import type { Repository } from '../../oci/index.ts';
import { Fact, Size } from '../kit/Fact.tsx';
import { shortDigest } from '../kit/format.ts';
import parts from '../kit/parts.module.css';
import { When } from '../kit/When.tsx';
import { referrersMessages } from '../messages/pane.ts';
import { useEnvironment } from '../state/environment.ts';
import { referrersQuery } from '../state/referrersQuery.ts';
import { join, type TreeNode } from '../tree/nodes.ts';
import { cosignTagOf, referrerNodes } from '../tree/referrerNodes.ts';
import { knownOf } from './entries/indexEntries.ts';
import styles from './Pane.module.css';
import type { NodeProps, PaneProps } from './paneProps.ts';

/** Shows the number of referrers of the selected manifest, and a button that asks the registry for them. */
export function ReferrersFact({ tree, selection: { node, fetched }, linkTo }: NodeProps) {
  const loaded = tree.referrersOf(node);
  if (!loaded || !tree.where || !fetched) return null;
  return (
    <Fact term={referrersMessages.term} title={referrersMessages.termTitle}>
      {loaded.state === 'waiting' ? <span className={parts.muted}>{referrersMessages.loading}</span> : null}
      {loaded.state === 'failed' && !hasCode(loaded.error, 'not_found') ? (
        <>
          <span className={`${parts.chip} ${parts.warn}`}>{referrersMessages.unknown}</span> {loaded.error.message}{' '}
        </>
      ) : null}
      {loaded.state === 'failed' && hasCode(loaded.error, 'not_found') ? `${referrersMessages.notLoaded} ` : null}
      {loaded.state === 'ready' ? <Listed list={loaded.value} href={linkTo(join(node.path, 'referrers'))} /> : null}
      {loaded.state === 'failed' || (loaded.state === 'ready' && loaded.value.seenAt) ? (
        <LoadButton repository={tree.where} digest={fetched.digest} />
      ) : null}
    </Fact>
  );
}

function Listed({ list: { descriptors, seenAt }, href }: { readonly list: ReferrersList; readonly href: string }) {
  return (
    <>
      {descriptors.length === 0 ? (
        referrersMessages.none
      ) : (
        <a href={href}>{referrersMessages.count(descriptors.length)}</a>
      )}
      {seenAt ? (
        <span className={parts.muted}>
          {' '}
          {referrersMessages.asListed} <When time={seenAt.getTime()} />{' '}
        </span>
      ) : null}
    </>
  );
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

/** Lists the referrers of a manifest. */
export function ReferrersTable({ tree, selection: { node }, linkTo }: NodeProps) {
  const owner = tree.walk.steps.at(-2)?.node;
  const loaded = owner && tree.referrersOf(owner);
  if (loaded?.state !== 'ready') return null;
  return (
    <div className={styles.tableBox} data-plain="true">
      <table className={styles.entries}>
        <thead>
          <tr>
            <th scope="col">{referrersMessages.kind}</th>
            <th scope="col">{referrersMessages.artifactType}</th>
            <th scope="col">{referrersMessages.manifest}</th>
            <th scope="col" className={parts.number}>
              {referrersMessages.manifestSize}
            </th>
          </tr>
        </thead>
        <tbody>
          {referrerNodes(node, loaded.value.descriptors).map((referrer) => (
            <ReferrerRow key={referrer.path} tree={tree} node={referrer} linkTo={linkTo} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ReferrerRow({ tree, node, linkTo }: Pick<PaneProps, 'tree' | 'linkTo'> & { readonly node: TreeNode }) {
  const { descriptor, path } = node;
  const tag = cosignTagOf(descriptor);
  const own = knownOf(node, tree);
  const isRead = tree.documentOf(node) !== undefined;
  return (
    <tr>
      <th scope="row">{own.node.name}</th>
      <td>
        {tag === undefined || (isRead && own.artifactType) ? (
          <>
            <span className={parts.mono}>{own.artifactType || referrersMessages.unknownValue}</span>
            {isRead ? null : <span className={parts.muted}> {referrersMessages.byList}</span>}
          </>
        ) : (
          <span className={parts.muted}>{referrersMessages.byTag}</span>
        )}
      </td>
      <td>
        <a href={linkTo(path)} title={descriptor?.digest} className={parts.mono}>
          {shortDigest(descriptor?.digest ?? '')}
        </a>
      </td>
      <td className={parts.number}>
        {own.bytes === undefined ? referrersMessages.unknownValue : <Size bytes={own.bytes} />}
      </td>
    </tr>
  );
}
