import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { formatPageAddress, treeAddress } from '../../../api/index.ts';
import { createLists, type Where } from '../../../client/index.ts';
import { AppError, asAppError } from '../../../errors/index.ts';
import { parseReference } from '../../../oci/index.ts';
import { ErrorPanel } from '../../errors/ErrorPanel.tsx';
import { CopyButton } from '../../kit/CopyButton.tsx';
import { useCopy } from '../../kit/copy.ts';
import { shortDigest } from '../../kit/format.ts';
import frame from '../../kit/frame.module.css';
import parts from '../../kit/parts.module.css';
import { When } from '../../kit/When.tsx';
import { manifestQuery } from '../../state/documents.ts';
import { useEnvironment } from '../../state/environment.ts';
import styles from './lists.module.css';
import { NamesView, type Orders } from './NamesView.tsx';
import { sortNames, sortTags } from './tagOrder.ts';
import { useNames } from './useNames.ts';

const orders: Orders = {
  'Newest version first': sortTags,
  'By name': sortNames,
  'As the registry lists': (names) => names,
};

/** The tags of a repository. */
export function RepositoryPage({ name }: { readonly name: string }) {
  const read = useMemo(() => readRepository(name), [name]);
  return 'error' in read ? <ErrorPanel error={read.error} where={undefined} isPage /> : <Tags where={read} />;
}

function Tags({ where }: { readonly where: Where }) {
  const { client } = useEnvironment();
  const { host, name } = where;
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
        {(tag) => <TagRow where={where} tag={tag} seenAt={list.seenAt.get(tag)} />}
      </NamesView>
    </div>
  );
}

function TagRow({
  where,
  tag,
  seenAt,
}: {
  readonly where: Where;
  readonly tag: string;
  readonly seenAt: Date | undefined;
}) {
  return (
    <>
      <a className={styles.name} href={formatPageAddress(treeAddress(`${where.host}/${where.name}:${tag}`))}>
        {tag}
      </a>
      {seenAt ? (
        <span className={`${parts.muted} ${styles.seen}`}>
          seen <When time={seenAt.getTime()} />
        </span>
      ) : null}
      <TagDigest where={where} tag={tag} />
    </>
  );
}

/** Costs a request to the registry, so it is asked for by hand. */
function TagDigest({ where, tag }: { readonly where: Where; readonly tag: string }) {
  const environment = useEnvironment();
  const [isWanted, setWanted] = useState(false);
  const [copied, copy] = useCopy();
  const { data, error } = useQuery({ ...manifestQuery(environment, where, tag), enabled: isWanted });
  const digest = data?.fetched.digest;
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    // The button that was pressed is gone.
    const { activeElement, body } = environment.window.document;
    if (isWanted && digest && activeElement === body) link.current?.focus();
  }, [environment, isWanted, digest]);
  if (digest) {
    return (
      <span className={styles.digest}>
        <a ref={link} href={formatPageAddress(treeAddress(`${where.host}/${where.name}@${digest}`))} title={digest}>
          {shortDigest(digest)}
        </a>
        <CopyButton label="Copy" what={`digest of ${tag}`} copied={copied} onCopy={() => copy(digest)} quiet />
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
      aria-label={`Show digest of ${tag}`}
      disabled={isWanted}
      onClick={() => setWanted(true)}
    >
      {isWanted ? 'Asking…' : 'Digest'}
    </button>
  );
}

function readRepository(text: string): Where | { readonly error: AppError } {
  try {
    const reference = parseReference(text);
    if (reference.domain) return { host: reference.domain, name: reference.path };
  } catch (error) {
    return { error: asAppError(error) };
  }
  const error = new AppError('invalid_argument', `${JSON.stringify(text)} names no repository`, {
    reason: 'invalid_reference',
  });
  return { error };
}
