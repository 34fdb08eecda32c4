import { useMutation } from '@tanstack/react-query';
import { testHost } from '../../../client/index.ts';
import styles from '../../errors/settings.module.css';
import parts from '../../kit/parts.module.css';
import { useEnvironment } from '../../state/environment.ts';

/** Asks a host at each of its places, and tells how each answered. */
export function HostTester({ host }: { readonly host: string }) {
  const { client } = useEnvironment();
  const { data, error, isPending, mutate } = useMutation({ mutationFn: () => testHost(client, host) });
  return (
    <>
      <button
        type="button"
        className={parts.button}
        aria-label={`Test this host: ${host}`}
        disabled={isPending}
        onClick={() => mutate()}
      >
        Test this host
      </button>
      <span role="status" className={styles.report}>
        {isPending ? 'Testing…' : null}
        {error ? <span className={parts.bad}>{error.message}</span> : null}
        {data?.map(({ base, durationMs, error: failure }) => (
          <span key={base} className={failure ? parts.bad : parts.ok}>
            {failure ? `✕ ${failure.message}` : `✓ ${base} answers, ${durationMs} ms`}
          </span>
        ))}
      </span>
    </>
  );
}
