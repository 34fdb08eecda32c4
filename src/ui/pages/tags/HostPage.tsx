import { useCallback } from 'react';
import { formatPageAddress } from '../../../api/index.ts';
import { createLists } from '../../../client/index.ts';
import { type AppError, asAppError, hasCode } from '../../../errors/index.ts';
import frame from '../../kit/frame.module.css';
import { VirtualList } from '../../kit/table/VirtualList.tsx';
import { tagListMessages, withErrorText } from '../../messages/tagLists.ts';
import { useEnvironment } from '../../state/environment.ts';
import styles from './lists.module.css';
import { NamesView, type Orders } from './NamesView.tsx';
import { sortNames } from './tagOrder.ts';
import { useNames } from './useNames.ts';

const rowHeight = 36;

const orders: Orders = {
  [tagListMessages.byName]: sortNames,
  [tagListMessages.asListed]: (names) => names,
};

/** Lists the repositories of a host, if it has a catalog. */
export function HostPage({ host }: { readonly host: string }) {
  const { client } = useEnvironment();
  const read = useCallback(
    (last: string | undefined, signal: AbortSignal) =>
      createLists(client)
        .repositories(host, { signal, ...(last === undefined ? {} : { last }) })
        .catch((error: unknown) => {
          throw explainNotListed(host, asAppError(error));
        }),
    [client, host],
  );
  const list = useNames(read);
  return (
    <div className={`${frame.own} ${styles.page}`}>
      <h1 id="title" tabIndex={-1} className={styles.title}>
        {host || tagListMessages.noHost}
      </h1>
      <NamesView list={list} noun="repository" nouns="repositories" orders={orders} host={host}>
        {(names) => (
          <VirtualList rows={names} keyOf={(name) => name} estimatedRowHeight={rowHeight} rowClassName={styles.row}>
            {(name) => (
              <a
                className={styles.name}
                href={formatPageAddress({ kind: 'other', name: 'repo', value: `${host}/${name}` })}
              >
                {name}
              </a>
            )}
          </VirtualList>
        )}
      </NamesView>
    </div>
  );
}

/** Explains that the host offers no catalog, which is usual for public registries and not a failure. */
function explainNotListed(host: string, error: AppError): AppError {
  if (error.reason === 'invalid_reference') {
    return withErrorText(error, tagListMessages.notAHost);
  }
  const isUnlisted = (['not_found', 'not_implemented', 'permission_denied'] as const).some((code) =>
    hasCode(error, code),
  );
  if (!isUnlisted || error.detail?.status === undefined) return error;
  return withErrorText(error, tagListMessages.notListed(host));
}
