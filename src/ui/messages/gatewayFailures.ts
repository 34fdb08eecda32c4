import type { AppError } from '../../errors/index.ts';
import type { ErrorText } from './unexpectedAnswers.ts';

const machine = 'the machine that runs the gateway';

/** Texts by what failed at the gateway, an error's `detail.gateway`. */
const faults: Readonly<Record<string, (host: string) => Pick<ErrorText, 'why' | 'next'>>> = {
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
    why: `The connection from the gateway to ${host} was closed.`,
    next: `Try again. If it keeps happening, a proxy or firewall near ${machine} closes connections early.`,
  }),
  tls: (host) => ({
    why: `The gateway doesn’t trust the TLS certificate of ${host}.`,
    next: `If ${host} uses a private CA, start the gateway with NODE_EXTRA_CA_CERTS set to its certificate.`,
  }),
};

/** Returns the texts for an answer of the app's own gateway; undefined for any other error. */
export function gatewayErrorText(
  host: string,
  { reason, message, detail = {} }: AppError,
): Partial<ErrorText> | undefined {
  const { gateway, gatewayWhy } = detail;
  if (gateway === 'refusal') {
    return {
      title: 'The gateway refused this request',
      why: `It reported: ${message}.`,
      next: 'The operator of this site can change the hosts the gateway may contact, in hosts.json.',
    };
  }
  if (typeof gateway !== 'string' || (reason !== 'unreachable' && reason !== 'tls')) return undefined;
  const text = faults[gateway]?.(host);
  if (!text) return undefined;
  const report = typeof gatewayWhy === 'string' ? ` It reported: ${gatewayWhy}.` : '';
  return { title: `${host} can’t be reached from the gateway`, why: `${text.why}${report}`, next: text.next };
}

/** Returns the host that the gateway contacted; undefined if no gateway answered. */
export function gatewayHost({ detail }: AppError): string | undefined {
  return typeof detail?.gateway === 'string' && typeof detail.host === 'string' ? detail.host : undefined;
}
