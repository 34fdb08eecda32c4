import type { AppError } from '../../errors/index.ts';

/**
 * What came of asking for access: `unshared` where something answered and still this app is kept from it, `none` where the
 * browser's question was closed, or it had none.
 */
export type AccessOutcome = 'asking' | 'given' | 'unshared' | 'none';

/** The setting that changes an earlier answer. Chrome 145 and Firefox name two settings, Chrome before that one. */
export const accessSettings =
  'the site settings next to the address bar (“Apps on device” for this machine, “Local network” for others)';

/** Says how a request for access went, next to its button. Firefox gives a service worker only what a person let it remember. */
export const accessWords: Readonly<Record<AccessOutcome, (host: string) => string>> = {
  asking: () =>
    "Choose Allow in the browser's prompt next to the address bar, and tick “Remember my choice” if it is offered.",
  given: (host) => `Access granted. Requesting ${host} again…`,
  unshared: () =>
    'Access was granted, but not to all of this app. If the browser offered to remember your choice, remove the permission next to the address bar, ask again, and tick it.',
  none: () => "Access wasn't granted. If no prompt appears, check the site settings next to the address bar.",
};

/**
 * The origin to ask the browser's access for, where its question could mend the failure: the host is, or may be, in the local
 * network, and access was not refused before, after which no browser asks.
 */
export function originToReach({ reason, detail }: AppError): string | undefined {
  const url = detail?.url;
  const couldMend = reason === 'local_network' || reason === 'unreachable';
  if (!couldMend || detail?.access !== 'prompt' || !isWebUrl(url)) return undefined;
  return new URL(url).origin;
}

function isWebUrl(value: unknown): value is string {
  return typeof value === 'string' && /^https?:/.test(value) && URL.canParse(value);
}
