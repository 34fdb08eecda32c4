import { useQuery } from '@tanstack/react-query';
import { formatPageAddress, readRecord, treeAddress } from '../../../api/index.ts';
import { readHosts } from '../../../client/index.ts';
import { parseNamedReference } from '../../../oci/index.ts';
import parts from '../../kit/parts.module.css';
import { homeMessages } from '../../messages/home.ts';
import { useEnvironment } from '../../state/environment.ts';
import styles from './HomePage.module.css';

/** Public images. Their registries send no CORS headers, so they open only through a gateway. */
const references = ['alpine:3.22', 'ghcr.io/sigstore/cosign/cosign:v2.4.1', 'quay.io/coreos/etcd:v3.5.16'];

/** Links to the sample image and to public images that this host can reach. */
export function Examples() {
  const sample = useSample();
  const reachable = useReachable();
  if (!sample && reachable.length === 0) return null;
  return (
    <p className={styles.examples}>
      {homeMessages.examples}{' '}
      {sample ? (
        <a className={`${parts.chip} ${styles.example}`} href={formatPageAddress(treeAddress(sample))}>
          {homeMessages.openSample}
        </a>
      ) : null}
      {reachable.map((reference) => (
        <a
          key={reference}
          className={`${parts.chip} ${styles.example}`}
          href={formatPageAddress(treeAddress(reference))}
        >
          <code>{reference}</code>
        </a>
      ))}
    </p>
  );
}

/** Returns the reference of the sample image that this host serves; undefined if it serves none. */
function useSample(): string | undefined {
  const { window } = useEnvironment();
  const { data } = useQuery({
    queryKey: ['sample'],
    queryFn: async ({ signal }) => {
      const response = await window.fetch('/sample.json', { signal });
      if (!response.ok || !response.headers.get('content-type')?.includes('json')) return null;
      const { reference } = readRecord(await response.json());
      return typeof reference === 'string' ? reference : null;
    },
  });
  return data ?? undefined;
}

/** Returns the public images whose registry this host has a gateway for. */
function useReachable(): readonly string[] {
  const { client } = useEnvironment();
  const { data } = useQuery({ queryKey: ['hosts'], queryFn: () => readHosts(client), staleTime: 0 });
  const { gateway, listed } = data ?? {};
  return gateway && listed
    ? references.filter((reference) => Object.hasOwn(listed, parseNamedReference(reference).domain))
    : [];
}
