import { describe, expect, it } from 'vitest';
import { AppError, type Reason } from '../../errors/index.ts';
import { describeError } from './errors.ts';
import { gatewayHost } from './gatewayFailures.ts';

const host = 'registry-1.docker.io';
const origin = 'http://localhost:4173';
const failure = (gateway: string, reason: Reason) =>
  new AppError('unavailable', `"${host}" cannot be reached from the gateway: ENOTFOUND`, {
    reason,
    detail: { host, url: `${origin}/gateway/docker.io/v2/`, gateway, gatewayWhy: 'ENOTFOUND: getaddrinfo' },
  });

describe('describeError for a failure at the gateway', () => {
  it.each([
    ['dns', 'unreachable', /^DNS failed/, /DNS of the machine that runs the gateway/],
    ['refused', 'unreachable', /refused the gateway’s connection/, /port/],
    ['timeout', 'unreachable', /in time/, /firewall/],
    ['no_route', 'unreachable', /no network route/, /VPN/],
    ['cut', 'unreachable', /was closed/, /proxy/],
    ['tls', 'tls', /certificate/, /NODE_EXTRA_CA_CERTS/],
  ] as const)('names the contacted host, the cause %s and a fix', (gateway, reason, why, next) => {
    const error = failure(gateway, reason);
    expect(gatewayHost(error)).toBe(host);
    const text = describeError({ error, host, origin });
    expect(text.title).toBe(`${host} can’t be reached from the gateway`);
    expect(text.why).toMatch(why);
    expect(text.why).toContain('ENOTFOUND: getaddrinfo');
    expect(text.next).toMatch(next);
    expect(JSON.stringify(text)).not.toMatch(/localhost|new tab/);
  });

  it('quotes a refusal and names who can change it', () => {
    const error = new AppError('permission_denied', 'host "x" is not one', {
      reason: 'denied',
      detail: { gateway: 'refusal' },
    });
    expect(describeError({ error, host, origin })).toMatchObject({
      title: 'The gateway refused this request',
      why: expect.stringContaining('host "x" is not one'),
      next: expect.stringContaining('hosts.json'),
    });
  });
});
