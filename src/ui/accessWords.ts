import type { AppError } from '../errors/index.ts';

/**
 * What came of asking for access: `unshared` where something answered and still this app is kept from it, `none` where the
 * browser's question was closed, or it had none.
 */
export type AccessOutcome = 'asking' | 'given' | 'unshared' | 'none';

/** Where a person changes an answer that was given. Chrome 145 and Firefox name two settings, Chrome before that one. */
export const accessSettings =
  'the site settings beside the address (“Apps on device” for this machine, “Local network” for others)';

/** What is said beside the button. Firefox gives a service worker only what a person let it remember. */
export const accessWords: Readonly<Record<AccessOutcome, (host: string) => string>> = {
  asking: () =>
    'Answer the browser’s question beside the address: choose Allow, and tick “Remember my choice” where it is offered.',
  given: (host) => `Access is given. Asking ${host} again…`,
  unshared: () =>
    'Access is given, but not to all of this app. Where the browser offered to remember your choice: take the permission back beside the address, ask again, and tick it.',
  none: (host) =>
    `No access was given: the browser’s question was closed or refused, or it had none because ${host} is not in your network. Where it asks no more, look in ${accessSettings}.`,
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
