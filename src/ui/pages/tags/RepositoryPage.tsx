import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { formatPageAddress, treeAddress } from '../../../api/index.ts';
import { createLists } from '../../../client/index.ts';
import { AppError, asAppError } from '../../../errors/index.ts';
import type { Repository } from '../../../oci/index.ts';
import { parseReference } from '../../../oci/index.ts';
import { ErrorPanel } from '../../errors/ErrorPanel.tsx';
import { CopyButton } from '../../kit/CopyButton.tsx';
import { useCopy } from '../../kit/copy.ts';
import { shortDigest } from '../../kit/format.ts';
import frame from '../../kit/frame.module.css';
import parts from '../../kit/parts.module.css';
import { When } from '../../kit/When.tsx';
import { tagListMessages } from '../../messages/tagLists.ts';
import { manifestQuery } from '../../state/documents.ts';
import { useEnvironment } from '../../state/environment.ts';
import styles from './lists.module.css';
import { NamesView, type Orders } from './NamesView.tsx';
import { sortNames, sortTags } from './tagOrder.ts';
import { useNames } from './useNames.ts';

const orders: Orders = {
  [tagListMessages.newestFirst]: sortTags,
  [tagListMessages.byName]: sortNames,
  [tagListMessages.asListed]: (names) => names,
};

/** Lists the tags of a repository. */
export function RepositoryPage({ name }: { readonly name: string }) {
  const read = useMemo(() => readRepository(name), [name]);
  return 'error' in read ? <ErrorPanel error={read.error} where={undefined} isPage /> : <Tags repository={read} />;
}

function Tags({ repository }: { readonly repository: Repository }) {
  const { client } = useEnvironment();
  const { host, name } = repository;
  const read = useCallback(
    (last: string | undefined, signal: AbortSignal) =>
      createLists(client).tags({ host, name }, { signal, ...(last === undefined ? {} : { last }) }),
    [client, host, name],
  );
  const list = useNames(read);
  return (
    <div className={`${frame.own} ${styles.page}`}>
      <p className={parts.muted}>
        <a href={formatPageAddress({ kind: 'other', name: 'host', value: host })}>{host}</a>
      </p>
      <h1 id="title" tabIndex={-1} className={styles.title}>
        {name}
      </h1>
      <NamesView list={list} noun="tag" nouns="tags" orders={orders} host={host}>
        {(tag) => <TagRow repository={repository} tag={tag} seenAt={list.seenAt.get(tag)} />}
      </NamesView>
    </div>
  );
}

function TagRow({
  repository,
  tag,
  seenAt,
}: {
  readonly repository: Repository;
  readonly tag: string;
  readonly seenAt: Date | undefined;
}) {
  return (
    <>
      <a className={styles.name} href={formatPageAddress(treeAddress(`${repository.host}/${repository.name}:${tag}`))}>
        {tag}
      </a>
      {seenAt ? (
        <span className={`${parts.muted} ${styles.seen}`}>
          {tagListMessages.seen} <When time={seenAt.getTime()} />
        </span>
      ) : null}
      <TagDigest repository={repository} tag={tag} />
    </>
  );
}

/** Shows a tag's digest on demand, because it costs a request to the registry. */
function TagDigest({ repository, tag }: { readonly repository: Repository; readonly tag: string }) {
  const environment = useEnvironment();
  const [isRequested, setRequested] = useState(false);
  const [copied, copy] = useCopy();
  const { data, error } = useQuery({ ...manifestQuery(environment, repository, tag), enabled: isRequested });
  const digest = data?.fetched.digest;
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    // The pressed button was removed.
    const { activeElement, body } = environment.window.document;
    if (isRequested && digest && activeElement === body) link.current?.focus();
  }, [environment, isRequested, digest]);
  if (digest) {
    return (
      <span className={styles.digest}>
        <a
          ref={link}
          href={formatPageAddress(treeAddress(`${repository.host}/${repository.name}@${digest}`))}
          title={digest}
        >
          {shortDigest(digest)}
        </a>
        <CopyButton
          label={tagListMessages.copy}
          what={tagListMessages.digestOf(tag)}
          copied={copied}
          onCopy={() => copy(digest)}
          quiet
        />
      </span>
    );
  }
  if (error) {
    const { message } = asAppError(error);
    return (
      <span className={`${parts.bad} ${styles.failed}`} title={message}>
        {message}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={`${parts.button} ${parts.quiet}`}
      aria-label={tagListMessages.showDigest(tag)}
      disabled={isRequested}
      onClick={() => setRequested(true)}
    >
      {isRequested ? tagListMessages.loadingDigest : tagListMessages.digest}
    </button>
  );
}

function readRepository(text: string): Repository | { readonly error: AppError } {
  try {
    const reference = parseReference(text);
    if (reference.domain) return { host: reference.domain, name: reference.path };
  } catch (error) {
    return { error: asAppError(error) };
  }
  const error = new AppError('invalid_argument', `${JSON.stringify(text)} is not a repository`, {
    reason: 'invalid_reference',
  });
  return { error };
}
