import type { AppError } from '../../errors/index.ts';

/**
 * Outcome of asking for local network access: `unshared` if the host answered the page but not the service worker, `none` if the
 * prompt was dismissed or none appeared.
 */
export type AccessOutcome = 'asking' | 'given' | 'unshared' | 'none';

/** The setting that changes an earlier answer. Chrome 145 and Firefox have two settings, earlier Chrome versions one. */
export const accessSettings =
  'the site settings next to the address bar (“Apps on device” for this machine, “Local network” for others)';

/** Label of the button that asks for local network access. */
export const requestAccessLabel = 'Ask this browser for access';

/** Status texts next to that button. Firefox grants a service worker only access that the user let it remember. */
export const accessTexts: Readonly<Record<AccessOutcome, (host: string) => string>> = {
  asking: () =>
    "Choose Allow in the browser's prompt next to the address bar, and tick “Remember my choice” if it is offered.",
  given: (host) => `Access granted. Requesting ${host} again…`,
  unshared: () =>
    'Access was granted, but not to all of this app. If the browser offered to remember your choice, remove the permission next to the address bar, ask again, and tick it.',
  none: () => "Access wasn't granted. If no prompt appears, check the site settings next to the address bar.",
};

/**
 * Returns the origin to ask local network access for; undefined if access cannot fix the failure. It can if the host is, or may be,
 * on the local network and access was not denied before: after a denial browsers show no prompt.
 */
export function originToReach({ reason, detail }: AppError): string | undefined {
  const url = detail?.url;
  const canFix = reason === 'local_network' || reason === 'unreachable';
  if (!canFix || detail?.access !== 'prompt' || !isWebUrl(url)) return undefined;
  return new URL(url).origin;
}

function isWebUrl(value: unknown): value is string {
  return typeof value === 'string' && /^https?:/.test(value) && URL.canParse(value);
}
