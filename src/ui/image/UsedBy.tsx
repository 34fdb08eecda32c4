import { useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { formatPageAddress, type ParentsResponse, treeAddress } from '../../api/index.ts';
import { readParents } from '../../client/index.ts';
import type { Repository } from '../../oci/index.ts';
import { isDigest } from '../../oci/index.ts';
import { formatRelative, formatTime, shortDigest } from '../kit/format.ts';
import parts from '../kit/parts.module.css';
import { usedByMessages } from '../messages/pane.ts';
import { useEnvironment } from '../state/environment.ts';
import type { ImageTree } from '../state/useImageTree.ts';
import styles from './Pane.module.css';
import own from './UsedBy.module.css';
import { moreRepositories, namesOf, parentKind, placeInParent } from './usedByText.ts';

const fewRows = 10;

type UsedByTree = Pick<ImageTree, 'walk' | 'where' | 'referrersOf'>;

/**
 * Lists the stored manifests that point to the selected node, except those that the tree shows: its ancestors and its listed
 * referrers. Reads the store on each mount, never a registry. Renders nothing while loading, so place it last.
 */
export function UsedBy({ tree }: { readonly tree: UsedByTree }) {
  const { client } = useEnvironment();
  const node = tree.walk.steps.at(-1)?.node;
  const digest = node?.descriptor?.digest ?? '';
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
  const referring = parents.filter(({ place }) => place?.path === 'subject');
  const containing = parents.filter((parent) => !referring.includes(parent));
  const groups = [
    { ...usedByMessages.contain, parents: containing },
    { ...usedByMessages.refer, parents: referring },
  ].filter((group) => group.parents.length > 0);
  return (
    <section className={styles.section}>
      <h2>
        {usedByMessages.title} {parents.length > 0 ? <span className={own.scope}>{usedByMessages.scope}</span> : null}
      </h2>
      {error ? <p className={parts.muted}>{usedByMessages.failed(error.message)}</p> : null}
      {!error && parents.length === 0 ? <p className={parts.muted}>{usedByMessages.none}</p> : null}
      {groups.map((group, position) => (
        <Group
          key={group.label}
          title={referring.length > 0 ? group.title : undefined}
          label={group.label}
          parents={group.parents}
          more={position === groups.length - 1 ? (data?.more ?? 0) : 0}
          where={tree.where}
          childType={node.descriptor?.mediaType ?? ''}
        />
      ))}
    </section>
  );
}

/** Lists parents: the first ten, and all on request, with the number of parents that the answer leaves out. */
function Group({
  title,
  label,
  parents,
  more,
  ...of
}: {
  readonly title: string | undefined;
  readonly label: string;
  readonly parents: readonly ParentsResponse[];
  readonly more: number;
  readonly where: Repository | undefined;
  readonly childType: string;
}) {
  const [isExpanded, setExpanded] = useState(false);
  const few = isExpanded ? parents : parents.slice(0, fewRows);
  return (
    <>
      {title === undefined ? null : <h3 className={own.group}>{title}</h3>}
      <ul className={own.list} aria-label={label}>
        {few.map((parent) => (
          <Parent key={parent.digest} parent={parent} {...of} />
        ))}
      </ul>
      {few.length < parents.length ? (
        <button
          type="button"
          className={`${parts.button} ${parts.quiet} ${own.more}`}
          onClick={() => setExpanded(true)}
        >
          {usedByMessages.showAll(parents.length)}
        </button>
      ) : null}
      {few.length === parents.length && more > 0 ? (
        <p className={`${parts.muted} ${own.more}`}>{usedByMessages.more(more)}</p>
      ) : null}
    </>
  );
}

/** Shows a parent by its tags, or by its repository if it has no tags, and by its digest. */
function Parent({
  parent,
  where,
  childType,
}: {
  readonly parent: ParentsResponse;
  readonly where: Repository | undefined;
  readonly childType: string;
}) {
  const { now } = useEnvironment();
  const { digest, repositories, tags, seenAt, place } = parent;
  const isOpen = (each: Repository) => each.host === where?.host && each.name === where.name;
  const repository = repositories.find(isOpen) ?? repositories[0];
  const name = repository && `${repository.host}/${repository.name}`;
  const isNamed = ({ host, name }: Repository) => tags.some((tag) => tag.host === host && tag.name === name);
  const unnamed = tags.length > 0 ? repositories.filter((each) => !isNamed(each)) : repositories.slice(1);
  // The heading says it for referrers.
  const position = place && place.path !== 'subject' ? placeInParent(place) : '';
  const facts = [parentKind(place, childType), position, moreRepositories(unnamed.length)];
  return (
    <li>
      <span className={own.what}>
        {tags.length > 0 ? <Names tags={tags} /> : null}
        {tags.length === 0 && name !== undefined ? (
          <a href={formatPageAddress({ kind: 'other', name: 'repo', value: name })} title={usedByMessages.repository}>
            {name}
          </a>
        ) : null}
        <span className={parts.muted}>
          {tags.length > 0 || name !== undefined ? ' · ' : ''}
          {facts.filter((fact) => fact !== '').join(' · ')}
        </span>
      </span>
      <span className={own.which}>
        <a
          href={formatPageAddress(treeAddress(name === undefined ? digest : `${name}@${digest}`))}
          title={digest}
          className={parts.mono}
        >
          {shortDigest(digest)}
        </a>
        <time dateTime={seenAt.toISOString()} title={usedByMessages.stored(formatTime(seenAt.getTime()) ?? '')}>
          {formatRelative(seenAt.getTime(), now())}
        </time>
      </span>
    </li>
  );
}

/** Shows `team/app:1.4, :latest and 2 more tags, linux/amd64`. */
function Names({ tags }: { readonly tags: ParentsResponse['tags'] }) {
  const { names, more, platform } = namesOf(tags);
  return (
    <>
      {names.map(({ text, reference }, position) => (
        <Fragment key={reference}>
          {position > 0 ? ', ' : ''}
          <a href={formatPageAddress(treeAddress(reference))} title={usedByMessages.lastSeen(reference)}>
            {text}
          </a>
        </Fragment>
      ))}
      {more > 0 ? usedByMessages.moreTags(more) : ''}
      {platform === undefined ? '' : `, ${platform}`}
    </>
  );
}

/** Returns the digests of the selected node's ancestors and of its listed referrers. */
function shownByTree({ walk, referrersOf }: UsedByTree): ReadonlySet<string | undefined> {
  const node = walk.steps.at(-1)?.node;
  const referrers = node && referrersOf(node);
  return new Set([
    ...walk.steps.map((step) => step.node.descriptor?.digest),
    ...(referrers?.state === 'ready' ? referrers.value.descriptors.map(({ digest }) => digest) : []),
  ]);
}
