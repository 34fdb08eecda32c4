import { type ReactNode, useMemo, useState } from 'react';
import { formatPageAddress, treeAddress } from '../../../api/index.ts';
import type { Repository } from '../../../oci/index.ts';
import { CopyButton } from '../../kit/CopyButton.tsx';
import { useCopy } from '../../kit/copy.ts';
import { Size } from '../../kit/Fact.tsx';
import { shortDigest } from '../../kit/format.ts';
import { useOnline } from '../../kit/media.ts';
import parts from '../../kit/parts.module.css';
import { type Column, DataTable } from '../../kit/table/DataTable.tsx';
import { When } from '../../kit/When.tsx';
import { tagListMessages } from '../../messages/tagLists.ts';
import { useEnvironment } from '../../state/environment.ts';
import type { HostPlatforms } from '../../state/hostPlatforms.ts';
import { useDocumentsVersion } from '../../state/pendingQueries.ts';
import styles from './TagTable.module.css';
import { loadedFacts, type TagFacts, useRestInView, useTagFacts } from './tagFacts.ts';

const rowHeight = 38;
/** Each manifest that is requested by its tag counts as a pull there. */
const limitedHost = 'docker.io';

interface TagSource {
  readonly repository: Repository;
  readonly host: HostPlatforms | undefined;
  /** Tags whose documents are requested. */
  readonly wanted: ReadonlySet<string>;
}

/** Lists tags with what their documents say. Documents are requested for the rows in view. */
export function TagTable({
  repository,
  tags,
  seenAt,
  host,
}: {
  readonly repository: Repository;
  readonly tags: readonly string[];
  readonly seenAt: ReadonlyMap<string, Date>;
  readonly host: HostPlatforms | undefined;
}) {
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set());
  const equal = useEqualTags(repository, tags, host);
  const isOnline = useOnline();
  const columns = useMemo((): readonly Column<string>[] => {
    const source = { repository, host, wanted };
    const want = (tag: string) => setWanted((before) => (before.has(tag) ? before : new Set([...before, tag])));
    const isAutomatic = (tag: string) => isOnline && !seenAt.has(tag) && repository.host !== limitedHost;
    return [
      {
        name: tagListMessages.tag,
        share: 26,
        className: styles.name,
        cell: (tag) => (
          <Name {...{ repository, tag }} seenAt={seenAt.get(tag)} onRest={isAutomatic(tag) ? want : undefined} />
        ),
      },
      {
        name: tagListMessages.digest,
        share: 26,
        className: styles.digest,
        cell: (tag) => <Digest {...source} tag={tag} equal={equal} onWant={isAutomatic(tag) ? undefined : want} />,
      },
      {
        name: tagListMessages.created,
        share: 26,
        className: styles.created,
        cell: (tag) => (
          <Known {...source} tag={tag}>
            {({ created }) => created && <When time={created} />}
          </Known>
        ),
      },
      {
        name: tagListMessages.size,
        share: 10,
        isNumber: true,
        className: styles.size,
        cell: (tag) => (
          <Known {...source} tag={tag}>
            {({ bytes }) => (bytes === undefined ? undefined : <Size bytes={bytes} />)}
          </Known>
        ),
      },
      {
        name: tagListMessages.platform,
        share: 18,
        className: styles.platforms,
        cell: (tag) => (
          <Known {...source} tag={tag}>
            {({ platforms }) =>
              platforms.length === 0 ? undefined : (
                <span title={platforms.join(', ')}>{tagListMessages.platforms(platforms)}</span>
              )
            }
          </Known>
        ),
      },
    ];
  }, [repository, seenAt, host, equal, wanted, isOnline]);
  return (
    <DataTable
      label={tagListMessages.tags}
      rows={tags}
      keyOf={(tag) => tag}
      columns={columns}
      estimatedRowHeight={rowHeight}
      className={styles}
    />
  );
}

/** Returns the tags that have the same digest, by digest, as far as they are loaded. */
function useEqualTags(repository: Repository, tags: readonly string[], host: HostPlatforms | undefined) {
  const environment = useEnvironment();
  const version = useDocumentsVersion();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version changes with the documents that are read
  return useMemo(() => {
    const found = new Map<string, string[]>();
    for (const tag of tags) {
      const { digest } = loadedFacts(environment, repository, tag, host);
      const known = digest === undefined ? undefined : found.get(digest);
      if (known) known.push(tag);
      else if (digest !== undefined) found.set(digest, [tag]);
    }
    return found;
  }, [environment, repository, tags, host, version]);
}

function Name({
  repository,
  tag,
  seenAt,
  onRest,
}: {
  readonly repository: Repository;
  readonly tag: string;
  readonly seenAt: Date | undefined;
  /** Called when the row has been in view for a moment. */
  readonly onRest: ((tag: string) => void) | undefined;
}) {
  const [element, setElement] = useState<HTMLElement | null>(null);
  useRestInView(element, onRest && (() => onRest(tag)));
  return (
    <span ref={setElement}>
      <a href={formatPageAddress(treeAddress(`${repository.host}/${repository.name}:${tag}`))}>{tag}</a>
      {seenAt ? (
        <span className={parts.muted}>
          {' '}
          {tagListMessages.seen} <When time={seenAt.getTime()} />
        </span>
      ) : null}
    </span>
  );
}

function Digest({
  repository,
  tag,
  host,
  wanted,
  equal,
  onWant,
}: TagSource & {
  readonly tag: string;
  readonly equal: ReadonlyMap<string, readonly string[]>;
  /** Requests the documents; undefined if that happens automatically. */
  readonly onWant: ((tag: string) => void) | undefined;
}) {
  const [copied, copy] = useCopy();
  const { digest, error } = useTagFacts(repository, tag, host, wanted.has(tag));
  if (digest === undefined) {
    if (error) {
      return (
        <span className={parts.bad} title={error.message}>
          {error.message}
        </span>
      );
    }
    if (!onWant || wanted.has(tag)) return <span className={styles.ghost} />;
    return (
      <button
        type="button"
        className={`${parts.button} ${parts.quiet}`}
        aria-label={tagListMessages.showFacts(tag)}
        onClick={() => onWant(tag)}
      >
        {tagListMessages.show}
      </button>
    );
  }
  const same = equal.get(digest) ?? [];
  return (
    <>
      <a
        href={formatPageAddress(treeAddress(`${repository.host}/${repository.name}@${digest}`))}
        title={digest}
        className={parts.mono}
      >
        {shortDigest(digest)}
      </a>{' '}
      <CopyButton
        label={tagListMessages.copy}
        what={tagListMessages.digestOf(tag)}
        copied={copied}
        onCopy={() => copy(digest)}
        quiet
      />
      {same.length > 1 ? (
        <span className={parts.muted} title={same.join(', ')}>
          {' '}
          {tagListMessages.equal(same.length)}
        </span>
      ) : null}
    </>
  );
}

/** Shows a fact of a tag: a placeholder while it is loading, a dash if the documents do not state it. */
function Known({
  repository,
  tag,
  host,
  wanted,
  children,
}: TagSource & { readonly tag: string; readonly children: (facts: TagFacts) => ReactNode }) {
  const facts = useTagFacts(repository, tag, host, wanted.has(tag));
  const value = facts.digest === undefined ? undefined : children(facts);
  if (value) return value;
  if (facts.isLoading) return <span className={styles.ghost} />;
  return facts.digest === undefined ? null : <span title={tagListMessages.notStated}>–</span>;
}
