import { readRecord } from '../../api/index.ts';
import type { AppError, Reason } from '../../errors/index.ts';
import { maxManifestBytes } from '../../oci/index.ts';
import { groupDigits } from '../kit/format.ts';
import { formatWait } from '../kit/formatDuration.ts';
import { isHostedRegistry } from './corsFixes.ts';
import { gatewayErrorText } from './gatewayFailures.ts';
import { accessSettings } from './localNetworkAccess.ts';
import { notFoundText } from './notFound.ts';
import { triedSources, triedSourcesText } from './triedSources.ts';
import { type ErrorText, foundErrorText } from './unexpectedAnswers.ts';
import { urlToOpen } from './urlToOpen.ts';

export interface ErrorDetails {
  /** Host of the registry the request was for; 'the registry' if unknown. */
  readonly host: string;
  /** Origin of this page, which the registry has to allow (CORS). */
  readonly origin: string;
  readonly error: AppError;
}

type TextOf = (details: ErrorDetails) => ErrorText;

/** Returns who can change the CORS settings, and how. */
function corsNext(host: string, origin: string): string {
  return isHostedRegistry(host)
    ? `Its users can't change that. Use the gateway of npm start, or a pull-through cache of your own that allows ${origin}.`
    : 'The registry operator can allow this site with the settings below.';
}

/** Error texts by reason; a reason without a text does not compile. */
export const errorTexts = {
  offline: ({ host, error }) => {
    const subject = isRequestFor(error, 'manifests') ? 'this image' : 'this';
    return {
      title: `You're offline and ${subject} isn't cached`,
      why: `It isn't stored in this browser, so it must be fetched from ${host}.`,
      next: 'Connect and try again.',
    };
  },
  unreachable: (details) => {
    const url = urlText(details);
    const causes = url.startsWith('http:')
      ? 'DNS failed, nothing is listening, or the connection dropped.'
      : "DNS failed, nothing is listening, the certificate isn't trusted, or the connection dropped.";
    return {
      title: `${details.host} can't be reached`,
      why: `${causes} The browser doesn't say which.`,
      next: `Open ${url} in a new tab to see the browser's own error. Check the host and its port, and whether you need a VPN.`,
    };
  },
  tls: (details) => ({
    title: `TLS connection to ${details.host} failed`,
    why: Array.isArray(details.error.detail?.checks)
      ? "Something answers plain HTTP on this port, but HTTPS fails: the certificate isn't trusted, or the port doesn't speak TLS."
      : "HTTPS failed: the certificate isn't trusted, or the port doesn't speak TLS.",
    next: `Open ${urlText(details)} in a new tab to see what is wrong. If the registry speaks plain HTTP, set that under Registries.`,
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
    why: isRequestFor(error, '_catalog')
      ? 'The registry lists its repositories only to signed-in users (401).'
      : 'This repository is private (401). Some registries answer the same if it does not exist.',
    next: error.detail?.signIn === undefined ? 'Open a public image.' : 'Sign in, or open a public image.',
  }),
  denied: ({ host }) => ({
    title: "You don't have access (403)",
    why: `${host} refused this request.`,
    next: 'Ask the owner of the repository for access.',
  }),
  not_found: ({ host, error }) => notFoundText(host, error),
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
        next: 'Report it to the registry operator.',
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
    next: 'Build and push it again. The details below name the rule it breaks.',
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
          why: "This app doesn't support this response.",
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
      next: `Try again ${wait ? `in ${wait}` : 'later'}. If it keeps happening, report it to the registry operator.`,
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
} as const satisfies Record<Reason, TextOf>;

/**
 * Describes a failure. Texts in the error's detail come first, then those for what diagnosis found (`detail.found`,
 * `detail.gateway`, `detail.tried`), then those for its reason; `internal` if it has none.
 */
export function describeError(details: ErrorDetails): ErrorText & {
  readonly reason: Reason /** URL to open in a tab, if known; `next` may contain it. */;
  readonly url: string | undefined;
} {
  const reason = details.error.reason ?? 'internal';
  const url = urlToOpen(details.error, details.host, details.origin);
  const text: ErrorText = errorTexts[reason](details);
  const found =
    gatewayErrorText(details.host, details.error) ??
    foundErrorText({ host: details.host, url: urlText(details) }, reason, details.error.detail);
  const tried = triedSources(details.error);
  const exact: ErrorText = { ...text, ...found, ...(tried ? triedSourcesText(reason, tried) : {}) };
  const title = detailText(details.error, 'title') ?? exact.title;
  const why = detailText(details.error, 'why') ?? exact.why;
  return { title, why, next: detailText(details.error, 'next') ?? exact.next, reason, url };
}

function urlText({ error, host, origin }: ErrorDetails): string {
  return urlToOpen(error, host, origin) ?? 'the address of the registry';
}

/** Returns a text that the error carries in its detail; it is more exact than the text for its reason. */
function detailText(error: AppError, key: 'title' | 'why' | 'next'): string | undefined {
  const text = error.detail?.[key];
  return typeof text === 'string' ? text : undefined;
}

/** Reports whether the failed request was for this resource of the registry API. */
function isRequestFor({ detail }: AppError, resource: 'manifests' | '_catalog'): boolean {
  const { url, request } = { url: detail?.url, request: readRecord(readRecord(detail?.signIn).request) };
  return [url, request.path].some(
    (path) => typeof path === 'string' && new RegExp(`(?:^|/)${resource}(?:[/?]|$)`).test(path),
  );
}

/** Returns how long the registry asked clients to wait, `20 seconds`; undefined if it did not. */
function waitOf({ detail }: AppError): string | undefined {
  const waitMs = detail?.retryAfterMs;
  return typeof waitMs === 'number' && waitMs > 0 ? formatWait(waitMs) : undefined;
}

/** Returns the limit of a list or a token, `100,000 entries` or `8 MiB`; undefined for manifests and configs. */
function listLimit({ detail }: AppError): string | undefined {
  const { limitBytes, limitEntries } = detail ?? {};
  if (typeof limitEntries === 'number') return `${groupDigits(limitEntries)} entries`;
  if (typeof limitBytes !== 'number' || limitBytes === maxManifestBytes) return undefined;
  return limitBytes < 2 ** 20 ? `${limitBytes / 2 ** 10} KiB` : `${limitBytes / 2 ** 20} MiB`;
}

/** Texts of the error panel. */
export const errorPanelMessages = {
  unknownHost: 'the registry',
  details: 'Details',
  diagnostics: 'Diagnostics',
  triedSources: 'Repositories tried',
  tryAgain: 'Try again',
  reload: 'Reload',
  showTags: 'Show tags',
  copyReport: 'Copy report',
  program: 'Registry or proxy',
  copySnippet: 'Copy snippet',
} as const;
