import type { AppError, Reason } from '../errors/index.ts';
import { accessSettings } from './accessWords.ts';

/** What a person is told of a failure: what happened, why, and what to do next. */
export interface ErrorWords {
  readonly title: string;
  readonly why: string;
  readonly next: string;
}

/** Better words than a reason has, where more was found (registry, `detail.found` and `detail.access`). */
export function foundWords(host: string, reason: Reason, detail: AppError['detail'] = {}): Partial<ErrorWords> {
  const { found, access } = detail;
  if (found === 'newer_store') {
    return {
      title: 'This tab is of an older release',
      why: 'A newer release of this app has changed the store.',
      next: 'Reload this page.',
    };
  }
  if (found === 'other_release') {
    return {
      title: 'This page and its worker are of different releases',
      why: 'The app was updated while this page was open.',
      next: 'Reload this page. Where it says so again, close the other tabs of this app first.',
    };
  }
  if (found === 'webpage') {
    return {
      title: `${host} answers with a web page`,
      why: 'HTML came in the place of what was asked for: a sign-in page or a proxy is in between, or this is no registry.',
      next: `Open https://${host}/v2/ in a new tab. If a page asks you to sign in to the network there, do so and try again; else check the host.`,
    };
  }
  if (reason === 'server_error' && found === 'no_token') {
    return { why: 'It is the token service that the registry names, and it gave no token.' };
  }
  return reason === 'unreachable' ? unreachableWords(host, found, access) : {};
}

function unreachableWords(host: string, found: unknown, access: unknown): Partial<ErrorWords> {
  if (found === 'cut') {
    return {
      title: `${host} cut the connection`,
      why: 'The connection ended before the answer was whole.',
      next: 'Try again. If it stays, a proxy or firewall on the way ends connections early.',
    };
  }
  if (found === 'silent') {
    return {
      title: `${host} stopped answering`,
      why: 'The connection stood, and nothing came over it for too long.',
      next: 'Try again. If it stays, the registry is overloaded, or a firewall on the way drops what it sends.',
    };
  }
  if (found === 'slow') {
    return {
      title: `${host} is too slow`,
      why: 'The response came so slowly that it was given up.',
      next: 'Try again. If it keeps happening, the registry or the network to it is overloaded.',
    };
  }
  if (found === 'redirect') {
    return {
      title: `${host} sends the browser to a place that cannot be reached`,
      why: 'The registry answers and redirects to its storage. That host does not resolve, does not answer, has no trusted certificate, or is plain http.',
      next: 'Check whether this machine can reach the storage, or let the registry send the content itself.',
    };
  }
  if (access !== undefined) {
    return {
      next: `If it stands in your own network, first ${access === 'denied' ? `allow local network access in ${accessSettings}` : 'ask this browser for access to it'}. Otherwise open https://${host}/v2/ in a new tab: what the browser shows there is the cause.`,
    };
  }
  return {};
}
