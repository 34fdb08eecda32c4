import { type HostsAnswer, readRecord } from '../../api/index.ts';
import { isAppError } from '../../errors/index.ts';
import { registryOrigin } from '../../oci/index.ts';

// Every URL of a registry that a person is shown or given to copy.

/** How command line tools reach a registry: by its own origin, or at the server that was set for it. */
export interface RegistryAddress {
  /** Without a slash at its end; `/v2/` follows. */
  readonly base: string;
  /** The registry itself, under the host of its references, speaks plain http. */
  readonly isPlainHttp: boolean;
}

/**
 * Returns where the worker requests a host, past mirrors and the app's own gateway; undefined for what is not a host. `origin` is that
 * of the page.
 */
export function registryAddress(host: string, origin: string, hosts?: HostsAnswer): RegistryAddress | undefined {
  const { plainHttp, server } = readRecord(hosts?.own[host] ?? hosts?.listed[host]);
  try {
    const own = registryOrigin(host, { isPlainHttp: plainHttp === true, origin });
    return { base: typeof server === 'string' ? server : own, isPlainHttp: own.startsWith('http:') };
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}
