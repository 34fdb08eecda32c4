import { type Endpoint, isPrivateLine } from './endpoints.ts';

/**
 * Lists the origins that receive an endpoint's password, or the token it is exchanged for, and that a person has to agree to:
 * all except the host itself and its subdomains over https, as auth.docker.io for docker.io; and the host over plain http. The
 * app's own gateway is trusted like the app. Empty if the person needs not be asked.
 */
export function sitesToAgree(
  { base, credentialHost }: Endpoint,
  realm: URL | undefined,
  appOrigin: string | undefined,
): readonly string[] {
  const endpointUrl = new URL(base);
  const isOwn = (url: URL): boolean =>
    (endpointUrl.origin === appOrigin && url.origin === appOrigin) ||
    (isPrivateLine(url) && (url.host === new URL(`https://${credentialHost}`).host || isBelow(url, credentialHost)));
  const origins = [endpointUrl, ...(realm ? [realm] : [])].filter((url) => !isOwn(url)).map(({ origin }) => origin);
  return [...new Set(origins)];
}

function isBelow({ protocol, hostname }: URL, host: string): boolean {
  return protocol === 'https:' && hostname.endsWith(`.${host.replace(/:\d+$/, '')}`);
}
