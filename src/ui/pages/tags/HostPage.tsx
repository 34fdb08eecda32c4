import { useCallback } from 'react';
import { formatPageAddress } from '../../../api/index.ts';
import { createLists } from '../../../client/index.ts';
import { type AppError, asAppError, hasCode } from '../../../errors/index.ts';
import frame from '../../kit/frame.module.css';
import { inWords } from '../../messages/tagLists.ts';
import { useEnvironment } from '../../state/environment.ts';
import styles from './lists.module.css';
import { NamesView, type Orders } from './NamesView.tsx';
import { sortNames } from './tagOrder.ts';
import { useNames } from './useNames.ts';

const orders: Orders = { 'By name': sortNames, 'As the registry lists': (names) => names };

/** The repositories of a host, where it lists them. */
export function HostPage({ host }: { readonly host: string }) {
  const { client } = useEnvironment();
  const read = useCallback(
    (last: string | undefined, signal: AbortSignal) =>
      createLists(client)
        .repositories(host, { signal, ...(last === undefined ? {} : { last }) })
        .catch((error: unknown) => {
          throw notListed(host, asAppError(error));
        }),
    [client, host],
  );
  const list = useNames(read);
  return (
    <div className={`${frame.own} ${styles.page}`}>
      <h1 id="title" tabIndex={-1} className={styles.title}>
        {host || 'No host'}
      </h1>
      <NamesView list={list} noun="repository" nouns="repositories" orders={orders} host={host}>
        {(name) => (
          <a
            className={styles.name}
            href={formatPageAddress({ kind: 'other', name: 'repo', value: `${host}/${name}` })}
          >
            {name}
          </a>
        )}
      </NamesView>
    </div>
  );
}

/** Most hosts that many share list nothing, which is no failure of theirs. */
function notListed(host: string, error: AppError): AppError {
  if (error.reason === 'invalid_reference') {
    return inWords(error, {
      title: 'Not a registry host',
      why: 'Expected a host such as registry.example.com or localhost:5000.',
      next: 'Correct it in the address box.',
    });
  }
  const isUnlisted = (['not_found', 'not_implemented', 'permission_denied'] as const).some((code) =>
    hasCode(error, code),
  );
  if (!isUnlisted || error.detail?.status === undefined) return error;
  return inWords(error, {
    title: `${host} doesn't list its repositories`,
    why: 'Most registries that are shared by many people offer no catalog.',
    next: 'Enter a repository in the address box, as in host/name.',
  });
}
