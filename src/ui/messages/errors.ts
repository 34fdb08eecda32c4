import { readRecord } from '../../api/index.ts';
import type { AppError, Reason } from '../../errors/index.ts';
import { maxManifestBytes } from '../../oci/index.ts';
import { groupDigits } from '../kit/format.ts';
import { formatWait } from '../kit/formatWait.ts';
import { isHostedRegistry } from './corsFixes.ts';
import { gatewayWords } from './gateway.ts';
import { accessSettings } from './localNetwork.ts';
import { notFoundWords } from './notFound.ts';
import { triedSources, triedWords } from './triedSources.ts';
import { type ErrorWords, foundWords } from './unexpectedAnswers.ts';
import { urlToOpen } from './urlToOpen.ts';

export interface ErrorDetails {
  /** The registry that was requested, 'the registry' if none is known. */
  readonly host: string;
  /** The origin of this page, as a registry has to allow it. */
  readonly origin: string;
  readonly error: AppError;
}

type Words = (facts: ErrorDetails) => ErrorWords;

/** Says who can change CORS, and where the lines to copy are. */
function corsNext(host: string, origin: string): string {
  return isHostedRegistry(host)
    ? `Its users can't change that. Use the gateway of npm start, or a pull-through cache of your own that allows ${origin}.`
    : 'Whoever runs the registry can allow this site with the settings below.';
}

/** The words for each reason. A reason without words does not compile. */
export const errorWords = {
  offline: ({ host, error }) => {
    const what = isOf(error, 'manifests') ? 'this image' : 'this';
    return {
      title: `You're offline and ${what} isn't cached`,
      why: `It isn't stored in this browser, so it must be fetched from ${host}.`,
      next: 'Connect and try again.',
    };
  },
  unreachable: (facts) => {
    const url = openedUrl(facts);
    const causes = url.startsWith('http:')
      ? 'DNS failed, nothing is listening, or the connection dropped.'
      : "DNS failed, nothing is listening, the certificate isn't trusted, or the connection dropped.";
    return {
      title: `${facts.host} can't be reached`,
      why: `${causes} The browser doesn't say which.`,
      next: `Open ${url} in a new tab to see the browser's own error. Check the host and its port, and whether you need a VPN.`,
    };
  },
  tls: (facts) => ({
    title: `TLS connection to ${facts.host} failed`,
    why: Array.isArray(facts.error.detail?.checks)
      ? "Something answers plain HTTP on this port, but HTTPS fails: the certificate isn't trusted, or the port doesn't speak TLS."
      : "HTTPS failed: the certificate isn't trusted, or the port doesn't speak TLS.",
    next: `Open ${openedUrl(facts)} in a new tab to see what is wrong. If the registry speaks plain HTTP, set that under Registries.`,
  }),
  cors_missing: ({ host, origin }) => ({
    title: `${host} doesn't allow this site (CORS)`,
    why: `Its response doesn't allow ${origin}, so the browser hides it: Access-Control-Allow-Origin is missing or names another origin.`,
    next: corsNext(host, origin),
  }),
  cors_origin: ({ host, origin }) => ({
    title: `${host} allows a different origin (CORS)`,
    why: `Its Access-Control-Allow-Origin names another origin than ${origin}.`,
    next: corsNext(host, origin),
  }),
  preflight_refused: ({ host, origin }) => ({
    title: `${host} rejects the CORS preflight request`,
    why: 'Simple requests are answered, but this one needs a preflight (OPTIONS), which failed or lacks the CORS headers.',
    next: isHostedRegistry(host)
      ? corsNext(host, origin)
      : `${corsNext(host, origin)} Access-Control-Allow-Headers has to name Authorization: * does not cover it.`,
  }),
  header_hidden: ({ host, origin }) => ({
    title: `${host} doesn't expose a required header`,
    why: 'It answered 401, but WWW-Authenticate, which says how to sign in, is missing or not exposed to this site.',
    next: `${corsNext(host, origin)} Or sign in and choose the authentication yourself.`,
  }),
  redirect_cors: ({ host, origin }) => ({
    title: `${host} redirects to storage that blocks this site (CORS)`,
    why: "The registry itself allows this site, but redirects to a host that doesn't send Access-Control-Allow-Origin: *.",
    next: isHostedRegistry(host)
      ? corsNext(host, origin)
      : 'Let the registry serve the content itself, or allow every origin at the storage, with the settings below.',
  }),
  mixed_content: ({ host }) => ({
    title: 'Browsers block http:// registries on https:// pages',
    why: `This page was loaded over HTTPS, and ${host} is requested over plain HTTP.`,
    next: 'Give the registry a certificate, or open this app over HTTP from the same network.',
  }),
  local_network: ({ host, error }) => {
    const isDenied = error.detail?.access === 'denied';
    return {
      title: isDenied
        ? 'Your browser blocks local network access'
        : 'Your browser may be blocking local network access',
      why: `${host} is on your machine or network, and the browser lets no website reach it without your permission.`,
      next: isDenied
        ? `Access was denied. Allow it in ${accessSettings}, then try again.`
        : 'Ask this browser for access, then choose Allow in its prompt next to the address bar.',
    };
  },
  unauthenticated: ({ host, error }) => ({
    title: `Sign in to ${host}`,
    why: isOf(error, '_catalog')
      ? 'The registry lists its repositories only to signed-in users (401).'
      : 'This repository is private (401). Some registries answer the same if it does not exist.',
    next: error.detail?.signIn === undefined ? 'Open a public image.' : 'Sign in, or open a public image.',
  }),
  denied: ({ host }) => ({
    title: "You don't have access (403)",
    why: `${host} refused this request.`,
    next: 'Ask the owner of the repository for access.',
  }),
  not_found: ({ host, error }) => notFoundWords(host, error),
  digest_mismatch: ({ host }) => ({
    title: "Content doesn't match its digest",
    why: `The content from ${host} doesn't hash to the requested digest, so it was discarded.`,
    next: "Try again. If it keeps happening, a proxy is modifying content or the registry's storage is corrupt.",
  }),
  too_large: ({ host, error }) => {
    const limit = listLimit(error);
    if (limit !== undefined) {
      return {
        title: `Response from ${host} is too large`,
        why: `Responses of this kind are limited to ${limit}.`,
        next: 'Report it to whoever runs the registry.',
      };
    }
    return {
      title: 'Too large to display',
      why: 'Manifests and configs are limited to 4 MiB, as in registries.',
      next: 'Use a command line tool to fetch it.',
    };
  },
  invalid_manifest: () => ({
    title: 'Not a valid manifest',
    why: "The content can't be parsed as what it claims to be.",
    next: 'It has to be built and pushed again. The details below say which rule it breaks.',
  }),
  invalid_reference: () => ({
    title: 'Not an image reference',
    why: 'Expected host/name:tag, host/name@sha256:…, or a digest.',
    next: 'Correct it in the address box. A docker pull command or a registry URL works too.',
  }),
  unsupported: ({ host, error }) => {
    const { status } = error.detail ?? {};
    return typeof status === 'number'
      ? {
          title: `Unexpected response from ${host} (${status})`,
          why: "This app doesn't know what to make of it.",
          next: 'The details below say what was requested.',
        }
      : {
          title: "This app can't do that",
          why: "It isn't supported in this version.",
          next: 'The details below say what it is.',
        };
  },
  rate_limited: ({ host, error }) => ({
    title: `Rate limited by ${host}`,
    why: 'It answered 429: too many requests.',
    next: `Try again in ${waitOf(error) ?? 'a few minutes'}.`,
  }),
  server_error: ({ host, error }) => {
    const wait = waitOf(error);
    return {
      title: `${host} returned a server error`,
      why: wait
        ? 'The registry returned a server error and asked clients to back off.'
        : 'The registry returned a server error.',
      next: `Try again ${wait ? `in ${wait}` : 'later'}. If it keeps happening, report it to whoever runs the registry.`,
    };
  },
  quota: () => ({
    title: 'Browser storage is full',
    why: 'The browser refused to store more data.',
    next: 'Free up disk space, or remove images in Storage, then try again.',
  }),
  corrupt: () => ({
    title: 'The cached copy is corrupt',
    why: 'The stored bytes no longer match their digest.',
    next: 'Try again when the registry can be reached: its copy replaces the corrupt one.',
  }),
  internal: () => ({
    title: 'Something went wrong',
    why: 'An unexpected error occurred in this app.',
    next: 'Try again or reload the page. If it keeps happening, copy the report and send it to the maintainers.',
  }),
} as const satisfies Record<Reason, Words>;

/** Words for one failure, from most to least exact: the error's own, those of what was found, those of its reason. */
export function describeError(
  facts: ErrorDetails,
): ErrorWords & { readonly reason: Reason /** May be in `next`, to be a link. */; readonly url: string | undefined } {
  const reason = facts.error.reason ?? 'internal';
  const url = urlToOpen(facts.error, facts.host, facts.origin);
  const words: ErrorWords = errorWords[reason](facts);
  const found =
    gatewayWords(facts.host, facts.error) ??
    foundWords({ host: facts.host, url: openedUrl(facts) }, reason, facts.error.detail);
  const tried = triedSources(facts.error);
  const exact: ErrorWords = { ...words, ...found, ...(tried ? triedWords(reason, tried) : {}) };
  const title = own(facts.error, 'title') ?? exact.title;
  const why = own(facts.error, 'why') ?? exact.why;
  return { title, why, next: own(facts.error, 'next') ?? exact.next, reason, url };
}

function openedUrl({ error, host, origin }: ErrorDetails): string {
  return urlToOpen(error, host, origin) ?? 'the address of the registry';
}

/** An error that knows better words than its reason has brings them in its detail. */
function own(error: AppError, key: 'title' | 'why' | 'next'): string | undefined {
  const words = error.detail?.[key];
  return typeof words === 'string' ? words : undefined;
}

/** Whether the request that failed was for a resource of the registry's API. */
function isOf({ detail }: AppError, resource: 'manifests' | '_catalog'): boolean {
  const { url, request } = { url: detail?.url, request: readRecord(readRecord(detail?.signIn).request) };
  return [url, request.path].some(
    (text) => typeof text === 'string' && new RegExp(`(?:^|/)${resource}(?:[/?]|$)`).test(text),
  );
}

/** How long the registry asks clients to wait, if it says. */
function waitOf({ detail }: AppError): string | undefined {
  const waitMs = detail?.retryAfterMs;
  return typeof waitMs === 'number' && waitMs > 0 ? formatWait(waitMs) : undefined;
}

/** The limit of a list or a token; undefined for manifests and configs. */
function listLimit({ detail }: AppError): string | undefined {
  const { limitBytes, limitEntries } = detail ?? {};
  if (typeof limitEntries === 'number') return `${groupDigits(limitEntries)} entries`;
  if (typeof limitBytes !== 'number' || limitBytes === maxManifestBytes) return undefined;
  return limitBytes < 2 ** 20 ? `${limitBytes / 2 ** 10} KiB` : `${limitBytes / 2 ** 20} MiB`;
}
