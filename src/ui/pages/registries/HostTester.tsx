import { useMutation } from '@tanstack/react-query';
import { testHost } from '../../../client/index.ts';
import styles from '../../errors/settings.module.css';
import parts from '../../kit/parts.module.css';
import { hostTestMessages } from '../../messages/registries.ts';
import { useEnvironment } from '../../state/environment.ts';

/** Sends a test request to each server of a host, and reports each result. */
export function HostTester({ host }: { readonly host: string }) {
  const { client } = useEnvironment();
  const { data, error, isPending, mutate } = useMutation({ mutationFn: () => testHost(client, host) });
  return (
    <>
      <button
        type="button"
        className={parts.button}
        aria-label={hostTestMessages.testHost(host)}
        disabled={isPending}
        onClick={() => mutate()}
      >
        {hostTestMessages.test}
      </button>
      <span role="status" className={styles.report}>
        {isPending ? hostTestMessages.testing : null}
        {error ? <span className={parts.bad}>{error.message}</span> : null}
        {data?.map(({ base, durationMs, error: failure }) => (
          <span key={base} className={failure ? parts.bad : parts.ok}>
            {failure ? hostTestMessages.failed(failure.message) : hostTestMessages.succeeded(base, durationMs)}
          </span>
        ))}
      </span>
    </>
  );
}
