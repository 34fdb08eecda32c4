import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatPageAddress, type ParentFacts, treeAddress } from '../../api/index.ts';
import { readParents, type Where } from '../../client/index.ts';
import { isDigest } from '../../oci/index.ts';
import { useEnvironment } from '../environment.ts';
import { formatRelative, formatTime, groupDigits, shortDigest } from '../format.ts';
import parts from '../parts.module.css';
import type { ImageTree } from '../useImageTree.ts';
import styles from './Pane.module.css';
import own from './UsedBy.module.css';
import { otherRepositories, parentKind, placeInParent } from './usedByWords.ts';

const fewRows = 10;

type LookedAt = Pick<ImageTree, 'walk' | 'where' | 'referrersOf'>;

/**
 * Which manifests seen in this browser point to the selected node, but for those that the tree shows: what it stands in and
 * what is listed as its referrers. The store alone is asked, each time anew. Nothing until that is known, so that it
 * belongs below all else.
 */
export function UsedBy({ tree }: { readonly tree: LookedAt }) {
  const { client } = useEnvironment();
  const node = tree.walk.steps.at(-1)?.node;
  const digest = node?.descriptor?.digest ?? '';
  const [isWhole, setWhole] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['parents', digest],
    queryFn: ({ signal }) => readParents(client, digest, { signal }),
    staleTime: 0,
    enabled: isDigest(digest),
  });
  if (!node || (!data && !error)) return null;
  const shown = shownByTree(tree);
  const parents = data?.parents.filter((parent) => !shown.has(parent.digest)) ?? [];
  if (!error && parents.length === 0 && node.kind !== 'layer') return null;
  const few = isWhole ? parents : parents.slice(0, fewRows);
  return (
    <section className={styles.section}>
      <h2>
        Used by{' '}
        {parents.length > 0 ? <span className={own.scope}>among the manifests seen in this browser</span> : null}
      </h2>
      {error ? <p className={parts.muted}>This could not be looked up: {error.message}</p> : null}
      {!error && parents.length === 0 ? (
        <p className={parts.muted}>No other manifest seen in this browser points to it.</p>
      ) : null}
      {parents.length > 0 ? (
        <ul className={own.list} aria-label="Manifests seen in this browser that point to this">
          {few.map((parent) => (
            <Parent
              key={parent.digest}
              parent={parent}
              where={tree.where}
              childType={node.descriptor?.mediaType ?? ''}
            />
          ))}
        </ul>
      ) : null}
      {few.length < parents.length ? (
        <button type="button" className={`${parts.button} ${parts.quiet} ${own.more}`} onClick={() => setWhole(true)}>
          Show all {groupDigits(parents.length)}
        </button>
      ) : null}
      {few.length === parents.length && data && data.more > 0 ? (
        <p className={`${parts.muted} ${own.more}`}>and {groupDigits(data.more)} more, stored before these</p>
      ) : null}
    </section>
  );
}

function Parent({
  parent: { digest, repositories, seenAt, place },
  where,
  childType,
}: {
  readonly parent: ParentFacts;
  readonly where: Where | undefined;
  readonly childType: string;
}) {
  const { now } = useEnvironment();
  const isOpen = (each: Where) => each.host === where?.host && each.name === where.name;
  const repository = repositories.find(isOpen) ?? repositories[0];
  const name = repository && `${repository.host}/${repository.name}`;
  return (
    <li>
      <span className={own.what}>
        <b>{parentKind(place, childType)}</b>
        {place ? ` · ${placeInParent(place)}` : null}
        {name === undefined ? null : (
          <>
            {' · '}
            <a href={formatPageAddress({ kind: 'other', name: 'repo', value: name })} title="Its tags">
              {name}
            </a>
          </>
        )}
        <span className={parts.muted}>{otherRepositories(repositories.length)}</span>
      </span>
      <span className={own.which}>
        <a
          href={formatPageAddress(treeAddress(name === undefined ? digest : `${name}@${digest}`))}
          title={digest}
          className={parts.mono}
        >
          {shortDigest(digest)}
        </a>
        <time dateTime={seenAt.toISOString()} title={`Stored ${formatTime(seenAt.getTime())}`}>
          {formatRelative(seenAt.getTime(), now())}
        </time>
      </span>
    </li>
  );
}

/** Digests of what the selected node stands in, and of what is listed as its referrers. */
function shownByTree({ walk, referrersOf }: LookedAt): ReadonlySet<string | undefined> {
  const node = walk.steps.at(-1)?.node;
  const referrers = node && referrersOf(node);
  return new Set([
    ...walk.steps.map((step) => step.node.descriptor?.digest),
    ...(referrers?.state === 'ready' ? referrers.value.descriptors.map(({ digest }) => digest) : []),
  ]);
}
