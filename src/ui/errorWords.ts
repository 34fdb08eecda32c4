import type { AppError, Reason } from '../errors/index.ts';
import { accessSettings } from './accessWords.ts';
import { isHostedRegistry } from './corsFixes.ts';
import { groupDigits } from './format.ts';
import { formatWait } from './formatWait.ts';
import { type ErrorWords, foundWords } from './foundWords.ts';
import { gatewayWords } from './gatewayWords.ts';
import { triedSources, triedWords } from './triedSources.ts';

export interface ErrorFacts {
  /** The registry that was asked, 'the registry' where none is known. */
  readonly host: string;
  /** The origin of this page, as a registry has to allow it. */
  readonly origin: string;
  readonly error: AppError;
}

type Words = (facts: ErrorFacts) => ErrorWords;

const documentLimitBytes = 4 * 1024 * 1024;

/** Who can change it, and where the lines to copy are. */
function corsNext(host: string, origin: string): string {
  return isHostedRegistry(host)
    ? `Its readers cannot change that. Read it through the gateway of npm start, or through a pull-through cache of your own that allows ${origin}.`
    : 'Whoever runs the registry can allow this page with the lines below.';
}

/** The words for each reason. A reason without words does not compile. */
export const errorWords = {
  offline: ({ host }) => ({
    title: 'You are offline, and this is not here yet',
    why: `It was never opened in this browser, so ${host} has to be asked, and there is no network.`,
    next: 'Connect and try again. What you have opened before opens without a network.',
  }),
  unreachable: ({ host }) => ({
    title: `${host} cannot be reached`,
    why: 'The name does not resolve, nothing listens there, its certificate is not trusted, or the connection was cut. A browser does not tell which.',
    next: `Open https://${host}/v2/ in a new tab: what the browser shows there is the cause. Check the host and its port, and whether you need a VPN.`,
  }),
  tls: ({ host }) => ({
    title: `${host} has no certificate that this browser trusts`,
    why: 'Something answers plain http at that port, and https fails: its certificate is not trusted, or it speaks no https at all.',
    next: `Open https://${host}/v2/ in a new tab to see what is wrong. Once it is trusted there, try again.`,
  }),
  cors_missing: ({ host, origin }) => ({
    title: `${host} answers, but not to this page`,
    why: `Its answer does not allow ${origin}, so the browser hides it: Access-Control-Allow-Origin is missing or names another origin.`,
    next: corsNext(host, origin),
  }),
  cors_origin: ({ host, origin }) => ({
    title: `${host} answers browsers, but not this page`,
    why: `Its Access-Control-Allow-Origin names another origin than ${origin}.`,
    next: corsNext(host, origin),
  }),
  preflight_refused: ({ host, origin }) => ({
    title: `${host} refuses the question that browsers ask first`,
    why: 'Simple requests are answered, but this one needs a preflight (OPTIONS), which was answered with an error or without its headers.',
    next: `${corsNext(host, origin)} Authorization has to be listed by name: * does not cover it.`,
  }),
  header_hidden: ({ host, origin }) => ({
    title: `${host} hides a header that is needed`,
    why: 'The answer came, but a header that this page has to read is not exposed to it.',
    next: corsNext(host, origin),
  }),
  redirect_cors: ({ host, origin }) => ({
    title: `${host} sends the browser to a place that does not answer it`,
    why: 'The registry itself allows this page, but redirects to a storage that does not send Access-Control-Allow-Origin: *.',
    next: isHostedRegistry(host)
      ? corsNext(host, origin)
      : 'Let the registry send the content itself, or allow every origin at the storage, with the lines below.',
  }),
  mixed_content: ({ host }) => ({
    title: 'A secure page may not ask a registry over plain http',
    why: `This page came by https and ${host} speaks http, which the browser blocks.`,
    next: 'Give the registry a certificate, or open this app by http from the same network.',
  }),
  local_network: ({ host, error }) => ({
    title:
      error.detail?.access === 'denied'
        ? 'The browser keeps this page from your local network'
        : 'The browser may be keeping this page from your local network',
    why: `${host} is on your own machine or network, and the browser lets no page of the internet reach it without your permission.`,
    next:
      error.detail?.access === 'denied'
        ? `Access was refused, so the browser will not ask again. Allow it in ${accessSettings}, then try again.`
        : 'Ask this browser for access, and choose Allow in the question that it shows beside the address.',
  }),
  unauthenticated: ({ host }) => ({
    title: `${host} wants to know who you are`,
    why: 'It answered 401: this repository is not open to everyone.',
    next: 'Sign in, or open an image that is open to everyone.',
  }),
  denied: ({ host }) => ({
    title: `${host} does not let you read this`,
    why: 'It answered 403: it knows the repository, or will not say, and refuses.',
    next: 'Ask whoever owns the repository for access to it.',
  }),
  not_found: ({ host }) => ({
    title: `${host} does not have this`,
    why: 'It answered that the repository does not exist, or does not hold this digest or tag.',
    next: 'Check the repository and the digest or tag. It may have been deleted, or stand in another repository.',
  }),
  digest_mismatch: ({ host }) => ({
    title: 'These are not the bytes that the digest names',
    why: `What ${host} sent does not hash to the digest that was asked for, so it was thrown away.`,
    next: 'Try again; if it stays, a proxy between you and the registry changes content, or the registry’s storage is damaged.',
  }),
  too_large: ({ host, error }) => {
    const limit = listLimit(error);
    if (limit !== undefined) {
      return {
        title: `${host} answers with more than is taken in`,
        why: `Answers of this kind over ${limit} are refused before they are held in memory.`,
        next: 'Tell whoever runs it: no list and no token needs as much.',
      };
    }
    return {
      title: 'This is too large to be shown',
      why: 'Manifests and configs over 4 MiB are refused before they are held in memory, as registries refuse them.',
      next: 'Fetch it with a command line tool if you need it.',
    };
  },
  invalid_manifest: () => ({
    title: 'This is not a valid manifest',
    why: 'The bytes are what the digest names, but they cannot be read as what they claim to be.',
    next: 'Whoever pushed it has to build it anew. The reason below says which rule it breaks.',
  }),
  invalid_reference: () => ({
    title: 'That is not an image reference',
    why: 'It follows none of the forms host/name:tag, host/name@sha256:…, or a digest alone.',
    next: 'Correct it in the address box. A docker pull line or a registry URL works too.',
  }),
  unsupported: () => ({
    title: 'This version cannot show that',
    why: 'It is well formed, but of a kind that is not supported here.',
    next: 'The reason below says what it is.',
  }),
  rate_limited: ({ host, error }) => ({
    title: `${host} asks you to wait`,
    why: 'It answered 429: too many requests came from your address.',
    next: `Try again in ${waitOf(error) ?? 'a few minutes'}.`,
  }),
  server_error: ({ host, error }) => {
    const wait = waitOf(error);
    return {
      title: `${host} failed to answer`,
      why: wait ? 'It reported an error of its own and asks to be left alone.' : 'It reported an error of its own.',
      next: `Try again ${wait ? `in ${wait}` : 'later'}; if it stays, tell whoever runs it.`,
    };
  },
  quota: () => ({
    title: 'This browser has no room left',
    why: 'The content was read, but the browser refused to store it.',
    next: 'Free some disk space, or clear data of other sites, then try again.',
  }),
  corrupt: () => ({
    title: 'What was stored here is damaged',
    why: 'The stored bytes no longer hash to their digest, so they were set aside and could not be fetched anew.',
    next: 'Connect and try again: it is fetched from the registry and takes the place of the damaged copy.',
  }),
  internal: () => ({
    title: 'This app made a mistake',
    why: 'A step failed that should not fail. Nothing of yours is lost.',
    next: 'Try again or reload the page; if it stays, copy the report and send it to the maintainers.',
  }),
} as const satisfies Record<Reason, Words>;

/** The words for one failure. Every one says that nothing was stored: a failed read leaves nothing behind. */
export function describeError(facts: ErrorFacts): ErrorWords & { readonly reason: Reason } {
  const reason = facts.error.reason ?? 'internal';
  const words: ErrorWords = errorWords[reason](facts);
  const found = gatewayWords(facts.host, facts.error) ?? foundWords(facts.host, reason, facts.error.detail);
  const tried = triedSources(facts.error);
  const exact: ErrorWords = { ...words, ...found, ...(tried ? triedWords(reason, tried) : {}) };
  const title = own(facts.error, 'title') ?? exact.title;
  const why = own(facts.error, 'why') ?? exact.why;
  return { title, why: `${why} Nothing was stored.`, next: own(facts.error, 'next') ?? exact.next, reason };
}

/** An error that knows better words than its reason has brings them in its detail. */
function own(error: AppError, key: 'title' | 'why' | 'next'): string | undefined {
  const words = error.detail?.[key];
  return typeof words === 'string' ? words : undefined;
}

/** How long the registry asks to be left alone, where it says. */
function waitOf({ detail }: AppError): string | undefined {
  const waitMs = detail?.retryAfterMs;
  return typeof waitMs === 'number' && waitMs > 0 ? formatWait(waitMs) : undefined;
}

/** What of a list or a token is taken; undefined for manifests and configs. */
function listLimit({ detail }: AppError): string | undefined {
  const { limitBytes, limitEntries } = detail ?? {};
  if (typeof limitEntries === 'number') return `${groupDigits(limitEntries)} entries`;
  if (typeof limitBytes !== 'number' || limitBytes === documentLimitBytes) return undefined;
  return limitBytes < 2 ** 20 ? `${limitBytes / 2 ** 10} KiB` : `${limitBytes / 2 ** 20} MiB`;
}
