import type { AppError } from '../../errors/index.ts';
import type { ErrorWords } from './unexpectedAnswers.ts';

const machine = 'the machine that runs the gateway';

/** By what failed at the gateway (registry, `detail.gateway`). */
const faults: Readonly<Record<string, (host: string) => Pick<ErrorWords, 'why' | 'next'>>> = {
  dns: (host) => ({
    why: `DNS failed: the gateway couldn’t resolve ${host}.`,
    next: `Check the network connection and DNS of ${machine}, then try again.`,
  }),
  refused: (host) => ({
    why: `${host} refused the gateway’s connection.`,
    next: `Check the host, its port, and the firewall of ${machine}.`,
  }),
  timeout: (host) => ({
    why: `${host} didn’t answer the gateway in time.`,
    next: `Check the network, firewall and VPN of ${machine}, then try again.`,
  }),
  no_route: (host) => ({
    why: `The gateway has no network route to ${host}.`,
    next: `Check the network connection and VPN of ${machine}, then try again.`,
  }),
  cut: (host) => ({
    why: `The connection from the gateway to ${host} broke off.`,
    next: `Try again. If it keeps happening, a proxy or firewall near ${machine} ends connections early.`,
  }),
  tls: (host) => ({
    why: `The gateway doesn’t trust the TLS certificate of ${host}.`,
    next: `If ${host} has a CA of your own, start the gateway with NODE_EXTRA_CA_CERTS set to its certificate.`,
  }),
};

/** Words for what the app's own gateway answered in place of a registry; undefined for all else. */
export function gatewayWords(
  host: string,
  { reason, message, detail = {} }: AppError,
): Partial<ErrorWords> | undefined {
  const { gateway, gatewayWhy } = detail;
  if (gateway === 'refusal') {
    return {
      title: 'The gateway refused this request',
      why: `It said: ${message}.`,
      next: 'Whoever runs this site can change which hosts the gateway may contact, in hosts.json.',
    };
  }
  if (typeof gateway !== 'string' || (reason !== 'unreachable' && reason !== 'tls')) return undefined;
  const words = faults[gateway]?.(host);
  if (!words) return undefined;
  const said = typeof gatewayWhy === 'string' ? ` It reported: ${gatewayWhy}.` : '';
  return { title: `${host} cannot be reached from the gateway`, why: `${words.why}${said}`, next: words.next };
}

/** The registry host that the gateway contacted; undefined where no gateway answered. */
export function gatewayHost({ detail }: AppError): string | undefined {
  return typeof detail?.gateway === 'string' && typeof detail.host === 'string' ? detail.host : undefined;
}
