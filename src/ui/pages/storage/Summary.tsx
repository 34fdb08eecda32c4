import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ContentResponse } from '../../../api/index.ts';
import { Size } from '../../kit/Fact.tsx';
import parts from '../../kit/parts.module.css';
import { limitText, summaryMessages as messages } from '../../messages/storage.ts';
import { volatileStoreText } from '../../messages/storeEvents.ts';
import { gcRootsKey } from '../../saved/syncGcRoots.ts';
import { useEnvironment } from '../../state/environment.ts';
import { askToPersist, isPersisted } from '../../state/persistence.ts';
import styles from './storage.module.css';
import { useSiteStorage } from './useStored.ts';

/** Shows used space, the limit, the site's quota, and whether storage is persistent. */
export function Summary({ facts }: { readonly facts: ContentResponse }) {
  const { data: site, error } = useSiteStorage();
  const { heldBytes, ingestBytes, count } = facts;
  return (
    <section className={styles.summary} aria-label={messages.title}>
      <p className={styles.used}>
        {count > 0 ? (
          <>
            <b>
              <Size bytes={heldBytes} />
            </b>{' '}
            {messages.amount(count)}
          </>
        ) : (
          messages.empty
        )}
        {ingestBytes > 0 ? <span className={parts.muted}>{messages.ingests(ingestBytes)}</span> : null}
        {count > 0 ? null : '.'}
      </p>
      <Bar facts={facts} quotaBytes={site?.quotaBytes} />
      <dl className={styles.facts}>
        <div>
          <dt>{messages.limit}</dt>
          <dd>{limitText(facts, site?.quotaBytes)}</dd>
        </div>
        <div>
          <dt>{messages.site}</dt>
          <dd>
            {site ? (
              <>
                <Size bytes={site.usedBytes} /> of <Size bytes={site.quotaBytes} />
                {messages.asReported}
              </>
            ) : null}
            {site === null ? messages.siteUnknown : null}
            {error ? messages.siteFailed(error.message) : null}
          </dd>
        </div>
        <div>
          <dt>{messages.persistence}</dt>
          <dd>
            <PersistentStorage />
          </dd>
        </div>
      </dl>
      {facts.isVolatile ? (
        <p role="status" className={styles.notice}>
          {volatileStoreText}
        </p>
      ) : (
        <PinSyncWarning />
      )}
    </section>
  );
}

/** Shows used space as a share of the user's limit, else of the browser's quota with the default limit marked. */
function Bar({ facts, quotaBytes }: { readonly facts: ContentResponse; readonly quotaBytes: number | undefined }) {
  const { heldBytes, limitBytes, isOwnLimit } = facts;
  const maxBytes = isOwnLimit ? limitBytes : (quotaBytes ?? limitBytes);
  if (!maxBytes) return null;
  const share = Math.min(100, (100 * heldBytes) / maxBytes);
  const label = messages.share(share, isOwnLimit);
  return (
    <div className={styles.bar} role="img" aria-label={label} title={label}>
      <span style={{ width: `${share}%` }} data-any={heldBytes > 0} />
      {limitBytes && limitBytes < maxBytes ? (
        <i style={{ insetInlineStart: `${(100 * limitBytes) / maxBytes}%` }} />
      ) : null}
    </div>
  );
}

/** Shows whether the browser can clear stored data, with a button that requests persistent storage. */
function PersistentStorage() {
  const { window, queries } = useEnvironment();
  const queryKey = ['persisted'];
  const { data } = useQuery({ queryKey, queryFn: () => readPersisted(window), staleTime: 0 });
  const [status, setStatus] = useState('');
  if (data === null) return messages.unclearPersistence;
  if (data === undefined) return null;
  const request = async () => {
    const isPersistent = await askToPersist(window).catch(() => false);
    queries.setQueryData(queryKey, isPersistent ?? null);
    setStatus(isPersistent ? '' : messages.declined);
  };
  return (
    <>
      <span role="status">
        {data ? messages.persistent : messages.notPersistent} {status}
      </span>{' '}
      {data ? null : (
        <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={() => void request()}>
          {messages.persist}
        </button>
      )}
    </>
  );
}

/** Returns null if the browser doesn't report it, as on plain http and in WebKitGTK. */
async function readPersisted(window: Window): Promise<boolean | null> {
  return (await isPersisted(window).catch(() => undefined)) ?? null;
}

function PinSyncWarning() {
  const { data } = useQuery<string | null>({ queryKey: gcRootsKey, queryFn: () => null, enabled: false });
  if (!data) return null;
  return (
    <p role="alert" className={styles.notice}>
      {messages.pinsNotSynced(data)}
    </p>
  );
}
