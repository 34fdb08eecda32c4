import { type HostsAnswer, readRecord } from '../../api/index.ts';
import { isAppError } from '../../errors/index.ts';
import { registryOrigin } from '../../oci/index.ts';

// The source of every registry URL that is shown or copied.

/** Address at which command line tools reach a registry: its own origin, or the server configured for it. */
export interface RegistryAddress {
  /** Base URL without a trailing slash; `/v2/` follows. */
  readonly base: string;
  /** True if the registry itself, at the host in its references, uses plain HTTP. */
  readonly isPlainHttp: boolean;
}

/**
 * Returns the address of a registry, ignoring mirrors and the app's own gateway; undefined if `host` is not a host. `origin` is that of
 * the page.
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
