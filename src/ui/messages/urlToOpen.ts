import { type AppError, isAppError } from '../../errors/index.ts';
import { registryOrigin } from '../../oci/index.ts';

/**
 * Returns the URL that shows in a tab why a request failed: the API's base as it was requested, the token service's or storage's own
 * URL, or the registry's if the app's gateway made the request.
 */
export function urlToOpen({ detail }: AppError, host: string, origin: string): string | undefined {
  const url = typeof detail?.url === 'string' && /^https?:/.test(detail.url) ? detail.url : '';
  if (URL.canParse(url)) {
    const { origin: requested, pathname, host: requestedHost } = new URL(url);
    const [, prefix] = /^(.*?)\/v2\//.exec(pathname) ?? [];
    const isGateway = requested === origin && requestedHost !== host && prefix !== '';
    if (!isGateway) return requested + (prefix === undefined ? pathname : `${prefix}/v2/`);
  }
  try {
    return `${registryOrigin(host, { isPlainHttp: false, origin })}/v2/`;
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}
