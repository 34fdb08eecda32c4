import { useMutation } from '@tanstack/react-query';
import type { ReferrersList, Where } from '../../client/index.ts';
import { hasCode } from '../../errors/index.ts';
import { Fact, Size } from '../kit/Fact.tsx';
import { formatCount, shortDigest } from '../kit/format.ts';
import parts from '../kit/parts.module.css';
import { When } from '../kit/When.tsx';
import { useEnvironment } from '../state/environment.ts';
import { referrersQuery } from '../state/referrersQuery.ts';
import { join, type TreeNode } from '../tree/nodes.ts';
import { cosignTagOf, referrerNodes } from '../tree/referrerNodes.ts';
import { knownOf } from './entries/indexEntries.ts';
import styles from './Pane.module.css';
import type { PaneProps } from './paneProps.ts';
import type { Selection } from './selection.ts';

/** Whether anything refers to the selected manifest, how sure that is, and the way to ask the registry. */
export function ReferrersFact({
  tree,
  selection: { node, fetched },
  linkTo,
}: PaneProps & { readonly selection: Selection }) {
  const loaded = tree.referrersOf(node);
  if (!loaded || !tree.where || !fetched) return null;
  return (
    <Fact term="Referrers" title="Signatures, attestations, SBOMs and other artifacts that name this as their subject">
      {loaded.state === 'waiting' ? <span className={parts.muted}>asking…</span> : null}
      {loaded.state === 'failed' && !hasCode(loaded.error, 'not_found') ? (
        <>
          <span className={`${parts.chip} ${parts.warn}`}>not known</span> {loaded.error.message}{' '}
        </>
      ) : null}
      {loaded.state === 'failed' && hasCode(loaded.error, 'not_found') ? 'not asked for yet ' : null}
      {loaded.state === 'ready' ? <Listed list={loaded.value} href={linkTo(join(node.path, 'referrers'))} /> : null}
      {loaded.state === 'failed' || (loaded.state === 'ready' && loaded.value.seenAt) ? (
        <AskButton where={tree.where} digest={fetched.digest} />
      ) : null}
    </Fact>
  );
}

function Listed({ list: { descriptors, seenAt }, href }: { readonly list: ReferrersList; readonly href: string }) {
  return (
    <>
      {descriptors.length === 0 ? 'none' : <a href={href}>{formatCount(descriptors.length, 'referrer')}</a>}
      {seenAt ? (
        <span className={parts.muted}>
          {' '}
          as listed <When time={seenAt.getTime()} />{' '}
        </span>
      ) : null}
    </>
  );
}

function AskButton({ where, digest }: { readonly where: Where; readonly digest: string }) {
  const environment = useEnvironment();
  const { isPending, error, mutate } = useMutation({
    mutationFn: () =>
      environment.queries.fetchQuery({ ...referrersQuery(environment, where, digest, false), staleTime: 0 }),
  });
  return (
    <>
      <button
        type="button"
        className={`${parts.button} ${parts.quiet}`}
        aria-label={`Ask ${where.host} for referrers`}
        disabled={isPending}
        onClick={() => mutate()}
      >
        {isPending ? 'Asking…' : `Ask ${where.host}`}
      </button>
      {error ? <span className={parts.bad}> {error.message}</span> : null}
    </>
  );
}

/** What refers to a manifest, by what it is. */
export function ReferrersTable({ tree, selection: { node }, linkTo }: PaneProps & { readonly selection: Selection }) {
  const owner = tree.walk.steps.at(-2)?.node;
  const loaded = owner && tree.referrersOf(owner);
  if (loaded?.state !== 'ready') return null;
  return (
    <div className={styles.tableBox} data-plain="true">
      <table className={styles.entries}>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Artifact type</th>
            <th scope="col">Manifest</th>
            <th scope="col" className={parts.number}>
              Manifest size
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
            <span className={parts.mono}>{own.artifactType || '–'}</span>
            {isRead ? null : <span className={parts.muted}> by the list</span>}
          </>
        ) : (
          <span className={parts.muted}>found by its tag</span>
        )}
      </td>
      <td>
        <a href={linkTo(path)} title={descriptor?.digest} className={parts.mono}>
          {shortDigest(descriptor?.digest ?? '')}
        </a>
      </td>
      <td className={parts.number}>{own.bytes === undefined ? '–' : <Size bytes={own.bytes} />}</td>
    </tr>
  );
}
