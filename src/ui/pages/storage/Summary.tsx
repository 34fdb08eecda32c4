import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ContentResponse } from '../../../api/index.ts';
import { Size } from '../../kit/Fact.tsx';
import { formatSize } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { countContent, limitText } from '../../messages/storage.ts';
import { volatileStoreText } from '../../messages/volatileStore.ts';
import { rootsKey } from '../../saved/gcRoots.ts';
import { useEnvironment } from '../../state/environment.ts';
import { askToPersist, isPersisted } from '../../state/persistence.ts';
import styles from './storage.module.css';
import { useSiteStorage } from './useStored.ts';

/** How much is held, how much may be, and whether the browser keeps it. */
export function Summary({ facts }: { readonly facts: ContentResponse }) {
  const { data: site, error } = useSiteStorage();
  const { heldBytes, ingestBytes, count } = facts;
  return (
    <section className={styles.summary} aria-label="Summary">
      <p className={styles.held}>
        {count > 0 ? (
          <>
            <b>
              <Size bytes={heldBytes} />
            </b>{' '}
            in {countContent(count)}
          </>
        ) : (
          'Nothing is stored yet. What you open by the address box above is listed here'
        )}
        {ingestBytes > 0 ? (
          <span className={parts.muted}>, and {formatSize(ingestBytes)} of downloads that are not done</span>
        ) : null}
        {count > 0 ? null : '.'}
      </p>
      <Bar facts={facts} quotaBytes={site?.quotaBytes} />
      <dl className={styles.facts}>
        <div>
          <dt>Limit</dt>
          <dd>{limitText(facts, site?.quotaBytes)}</dd>
        </div>
        <div>
          <dt>This site</dt>
          <dd>
            {site ? (
              <>
                <Size bytes={site.usedBytes} /> of <Size bytes={site.quotaBytes} />, as the browser counts it
              </>
            ) : null}
            {site === null ? 'This browser does not tell how much is used.' : null}
            {error ? `This could not be asked: ${error.message}` : null}
          </dd>
        </div>
        <div>
          <dt>Persistence</dt>
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

/** What is held of what may be: of a person's own limit, else of all that the browser allows, with the limit marked. */
function Bar({ facts, quotaBytes }: { readonly facts: ContentResponse; readonly quotaBytes: number | undefined }) {
  const { heldBytes, limitBytes, isOwnLimit } = facts;
  const whole = isOwnLimit ? limitBytes : (quotaBytes ?? limitBytes);
  if (!whole) return null;
  const share = Math.min(100, (100 * heldBytes) / whole);
  const of = isOwnLimit ? 'your limit' : 'what the browser allows';
  const percent = share > 0 && share < 1 ? 'under 1 %' : `${Math.round(share)} %`;
  return (
    <div className={styles.bar} role="img" aria-label={`${percent} of ${of}`} title={`${percent} of ${of}`}>
      <span style={{ width: `${share}%` }} data-any={heldBytes > 0} />
      {limitBytes && limitBytes < whole ? <i style={{ insetInlineStart: `${(100 * limitBytes) / whole}%` }} /> : null}
    </div>
  );
}

/** Whether the browser may clear what is stored, and the way to ask it not to. */
function PersistentStorage() {
  const { window, queries } = useEnvironment();
  const queryKey = ['persisted'];
  const { data } = useQuery({ queryKey, queryFn: () => readPersisted(window), staleTime: 0 });
  const [said, setSaid] = useState('');
  if (data === null) return 'This browser may clear this at any time. It doesn’t say when, and can’t be asked not to.';
  if (data === undefined) return null;
  const ask = async () => {
    const isStored = await askToPersist(window).catch(() => false);
    queries.setQueryData(queryKey, isStored ?? null);
    setSaid(
      isStored ? '' : 'The browser did not agree. It may once this site is used more, or is installed or bookmarked.',
    );
  };
  return (
    <>
      <span role="status">
        {data ? 'The browser keeps this until you clear it.' : 'The browser may clear this when the disk is full.'}{' '}
        {said}
      </span>{' '}
      {data ? null : (
        <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={() => void ask()}>
          Ask the browser to keep it
        </button>
      )}
    </>
  );
}

/** Null if the browser doesn't say, as on plain http and in WebKitGTK. */
async function readPersisted(window: Window): Promise<boolean | null> {
  return (await isPersisted(window).catch(() => undefined)) ?? null;
}

function PinSyncWarning() {
  const { data } = useQuery<string | null>({ queryKey: rootsKey, queryFn: () => null, enabled: false });
  if (!data) return null;
  return (
    <p role="alert" className={styles.notice}>
      What is pinned could not be told to the worker, so that it may go: {data}
    </p>
  );
}
