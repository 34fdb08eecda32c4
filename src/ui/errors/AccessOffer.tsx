import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { askForAccess } from '../../client/index.ts';
import { asAppError } from '../../errors/index.ts';
import parts from '../kit/parts.module.css';
import { type AccessOutcome, accessWords } from '../messages/localNetwork.ts';
import { useEnvironment } from '../state/environment.ts';
import styles from './ErrorPanel.module.css';

/** Lets the browser ask for access to the local network; what could not be fetched is asked for again then. */
export function AccessOffer({ origin }: { readonly origin: string }) {
  const { client } = useEnvironment();
  const queries = useQueryClient();
  // Outlives this offer, which goes while what failed is asked for again.
  const asked = ['asked for access', origin];
  const [outcome, setOutcome] = useState(() => queries.getQueryData<AccessOutcome>(asked));
  const [failure, setFailure] = useState<string>();
  const ask = async () => {
    setFailure(undefined);
    setOutcome('asking');
    try {
      const isReached = await askForAccess(client, origin);
      const withoutEffect = isReached ? 'unshared' : 'none';
      queries.setQueryData<AccessOutcome>(asked, withoutEffect);
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
        Ask this browser for access
      </button>
      <p role="status">
        {outcome ? accessWords[outcome](new URL(origin).host) : null}
        {failure ? <span className={parts.bad}>{failure}</span> : null}
      </p>
    </div>
  );
}
