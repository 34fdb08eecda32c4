import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { askForAccess } from '../../client/index.ts';
import { asAppError } from '../../errors/index.ts';
import parts from '../kit/parts.module.css';
import { type AccessOutcome, accessTexts, requestAccessLabel } from '../messages/localNetworkAccess.ts';
import { useEnvironment } from '../state/environment.ts';
import styles from './ErrorPanel.module.css';

/** Asks the browser for local network access, then retries the failed requests. */
export function AccessOffer({ origin }: { readonly origin: string }) {
  const { client } = useEnvironment();
  const queries = useQueryClient();
  // Stored in the cache, since this component unmounts during the retry.
  const outcomeKey = ['asked for access', origin];
  const [outcome, setOutcome] = useState(() => queries.getQueryData<AccessOutcome>(outcomeKey));
  const [failure, setFailure] = useState<string>();
  const ask = async () => {
    setFailure(undefined);
    setOutcome('asking');
    try {
      const isReached = await askForAccess(client, origin);
      const withoutEffect = isReached ? 'unshared' : 'none';
      queries.setQueryData<AccessOutcome>(outcomeKey, withoutEffect);
      if (isReached) setOutcome('given');
      await queries.refetchQueries({ predicate: ({ state }) => state.status === 'error' });
      setOutcome(withoutEffect);
    } catch (error) {
      setOutcome(undefined);
      setFailure(asAppError(error).message);
    }
  };
  return (
    <div className={styles.access}>
      <button
        type="button"
        className={`${parts.button} ${parts.primary}`}
        disabled={outcome === 'asking' || outcome === 'given'}
        onClick={() => void ask()}
      >
        {requestAccessLabel}
      </button>
      <p role="status">
        {outcome ? accessTexts[outcome](new URL(origin).host) : null}
        {failure ? <span className={parts.bad}>{failure}</span> : null}
      </p>
    </div>
  );
}
