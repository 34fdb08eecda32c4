import type { AppError, Reason } from '../../errors/index.ts';
import { accessSettings } from './localNetworkAccess.ts';
import { volatileStoreText } from './storeEvents.ts';

/** Text for a failure: what happened, why, and what to do next. */
export interface ErrorText {
  readonly title: string;
  readonly why: string;
  readonly next: string;
}

interface Requested {
  readonly host: string;
  /** URL to open in a tab, which shows the browser's own error. */
  readonly url: string;
}

/** Returns more exact texts for what diagnosis found (`detail.found`, `detail.access`); empty if it found nothing. */
export function foundErrorText(
  requested: Requested,
  reason: Reason,
  detail: AppError['detail'] = {},
): Partial<ErrorText> {
  const { host, url } = requested;
  const { found } = detail;
  if (found === 'newer_store') {
    return {
      title: 'This tab is running an old version',
      why: 'A newer version of this app has changed the store.',
      next: 'Reload this page.',
    };
  }
  if (found === 'memory_store') {
    return {
      title: 'This browser doesn’t let this page store anything',
      why: volatileStoreText,
      next: 'Open this page in a window that isn’t private, or allow it to store data in the site settings.',
    };
  }
  if (found === 'other_release') {
    return {
      title: 'This page and its worker are different versions',
      why: 'The app was updated while this page was open.',
      next: 'Reload this page. If the message stays, close the other tabs of this app first.',
    };
  }
  if (found === 'webpage') {
    return {
      title: `${host} answered with a web page`,
      why: 'Got an HTML page instead of registry data — probably a login page or proxy.',
      next: `Open ${url} in a new tab. If the network asks you to sign in there, do so and try again. Otherwise check the host.`,
    };
  }
  if (reason === 'server_error' && found === 'no_token') {
    return { why: "The registry's token service gave no token." };
  }
  return reason === 'unreachable' ? unreachableText(requested, detail) : {};
}

function unreachableText(
  { host, url }: Requested,
  { found, access, idleMs }: NonNullable<AppError['detail']>,
): Partial<ErrorText> {
  if (found === 'cut') {
    return {
      title: `${host} closed the connection`,
      why: 'The connection ended before the response was complete.',
      next: 'Try again. If it keeps happening, a proxy or firewall may be closing connections early.',
    };
  }
  if (found === 'silent') {
    return {
      title: `${host} stopped responding`,
      why:
        typeof idleMs === 'number' ? `Nothing arrived for ${idleMs / 1000} seconds.` : 'Nothing arrived for too long.',
      next: 'Try again. If it keeps happening, the registry may be overloaded, or a firewall may be dropping its packets.',
    };
  }
  if (found === 'slow') {
    return {
      title: `${host} is too slow`,
      why: 'The response arrived too slowly and was cancelled.',
      next: 'Try again. If it keeps happening, the registry or the network to it is overloaded.',
    };
  }
  if (found === 'redirect') {
    return {
      title: `${host} redirects to a host that can't be reached`,
      why: "The registry answers and redirects to its storage. That host doesn't resolve, doesn't answer, has an untrusted certificate, or is plain HTTP.",
      next: 'Check whether this machine can reach the storage, or let the registry serve the content itself.',
    };
  }
  if (access !== undefined) {
    return {
      next: `If it is on your own network, first ${access === 'denied' ? `allow local network access in ${accessSettings}` : 'ask this browser for access'}. Otherwise open ${url} in a new tab to see the browser's own error.`,
    };
  }
  return {};
}
