import { type Endpoint, isPrivateLine } from './endpoints.ts';

/**
 * The origins that a password for a place is sent to, or that get the token that it buys, and that a person has to agree
 * to: whatever is not the host itself, nor over https below its name, as auth.docker.io is below docker.io; and the host
 * over plain http. The app's own gateway is as trusted as the app. Empty where nothing needs to be asked.
 */
export function sitesToAgree(
  { base, credentialHost }: Endpoint,
  realm: URL | undefined,
  appOrigin: string | undefined,
): readonly string[] {
  const place = new URL(base);
  const isOwn = (url: URL): boolean =>
    (place.origin === appOrigin && url.origin === appOrigin) ||
    (isPrivateLine(url) && (url.host === new URL(`https://${credentialHost}`).host || isBelow(url, credentialHost)));
  const asked = [place, ...(realm ? [realm] : [])].filter((url) => !isOwn(url)).map(({ origin }) => origin);
  return [...new Set(asked)];
}

function isBelow({ protocol, hostname }: URL, host: string): boolean {
  return protocol === 'https:' && hostname.endsWith(`.${host.replace(/:\d+$/, '')}`);
}
