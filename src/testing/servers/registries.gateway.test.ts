import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pushSmallImage, type SmallImage } from '../fixtures/smallImage.ts';
import { startCaddy } from './caddyServer.ts';
import { type DistributionRegistry, startDistribution } from './distributionRegistry.ts';
import { byAddress, caddyOnPort, documentedConfiguration, nginxOnPort, nginxTrust } from './documentedConfiguration.ts';
import { type FixtureRegistry, startFixtureRegistry } from './fixtureRegistry.ts';
import { startNginx } from './nginxServer.ts';
import { askRaw } from './rawRequest.ts';
import { startTokenService, type TokenService } from './tokenService.ts';
import type { WebServer } from './webServer.ts';

const name = 'ociscope.example.com';
const signed = '/store%2Fa/v2/x?signature=a%2Fb%2Bc&until=e%20f';

let open: DistributionRegistry;
let image: SmallImage;
let tokens: TokenService;
let registry: DistributionRegistry;
/** One registry redirects to the other. */
let redirecting: FixtureRegistry;
let elsewhere: FixtureRegistry;
beforeAll(async () => {
  open = await startDistribution();
  image = await pushSmallImage(open.host, 'public/app');
  tokens = await startTokenService({ user: 'reader', password: 'secret' });
  registry = await startDistribution({ auth: { kind: 'token', ...tokens }, contentFolder: open.contentFolder });
  redirecting = await startFixtureRegistry();
  elsewhere = await startFixtureRegistry();
});
afterAll(async () => {
  for (const one of [registry, tokens, open]) await one.stop();
  for (const one of [redirecting, elsewhere]) await one.close();
});

const tokenHost = () => new URL(tokens.realm).host;
const gateways = [
  [
    'nginx-gateway.conf',
    () =>
      startNginx(async (port) =>
        documentedConfiguration('nginx-gateway.conf', [
          ...nginxOnPort(port, name),
          ...nginxTrust,
          ['https://registry-1.docker.io', await byAddress(registry.origin)],
          ['https://auth.docker.io', `http://${await byAddress(tokenHost())}`],
          ['https://quay.io;', `${await byAddress(redirecting.origin)};`],
          ['^https://', '^http://'],
          ['127.0.0.53', '127.0.0.1'],
        ]),
      ),
  ],
  [
    'Caddyfile.gateway',
    () =>
      startCaddy((port) =>
        documentedConfiguration('Caddyfile.gateway', [
          ...caddyOnPort(port, name),
          ['\t\ttls\n', ''],
          ['registry-1.docker.io:443', registry.host],
          ['auth.docker.io:443', tokenHost()],
          ['\t\t\tquay.io quay.io:443\n', `\t\t\tquay.io ${redirecting.host}\n`],
          ['~^https://', '~^http://'],
        ]),
      ),
  ],
] as const;

describe.each(gateways)('%s', (_file, start) => {
  let gateway: WebServer;
  beforeAll(async () => {
    gateway = await start();
  });
  afterAll(() => gateway.stop());
  beforeEach(() => {
    for (const { requests } of [registry, tokens, redirecting, elsewhere]) requests.length = 0;
  });

  const at = (path: string) => `${gateway.origin}/gateway/docker.io${path}`;

  it('passes through the token service to manifest and blob', async () => {
    const manifest = at(`/v2/public/app/manifests/${image.digest}`);
    const challenge = await fetch(manifest);
    expect([challenge.status, challenge.headers.get('www-authenticate')]).toEqual([
      401,
      `Bearer realm="${at('/token')}",service="${tokens.service}",scope="repository:public/app:pull"`,
    ]);
    const query = new URLSearchParams({ service: tokens.service, scope: 'repository:public/app:pull' });
    const { token } = (await (await fetch(`${at('/token')}?${query}`)).json()) as { token: string };
    const headers = { authorization: `Bearer ${token}` };
    const got = await fetch(`${manifest}?ns=docker.io`, { headers: { ...headers, accept: image.mediaType } });
    expect([got.status, await got.text()]).toEqual([200, image.manifest]);
    expect(registry.requests.at(-1)?.path).toBe(`/v2/public/app/manifests/${image.digest}?ns=docker.io`);
    const part = await fetch(at(`/v2/public/app/blobs/${image.layer}`), {
      headers: { ...headers, range: 'bytes=2-5' },
    });
    expect([part.status, await part.text()]).toEqual([206, image.layerText.slice(2, 6)]);
    for (const answer of [challenge, got, part]) {
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(answer.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('follows a redirect without the login and with the range', async () => {
    const target = await byAddress(elsewhere.host);
    redirecting.faults.set('layer', { redirectTo: `http://${target}${signed}` });
    elsewhere.faults.set(signed.slice(signed.lastIndexOf('/') + 1), { status: 418 });
    const answer = await fetch(`${gateway.origin}/gateway/quay.io/v2/app/blobs/layer`, {
      headers: { authorization: 'Bearer secret', range: 'bytes=2-5', cookie: 'session=secret', referer: name },
    });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([418, null]);
    const [asked, followed] = [redirecting.requests.at(-1), elsewhere.requests.at(-1)];
    expect([asked?.headers.authorization, asked?.headers.cookie, asked?.headers.referer]).toEqual([
      'Bearer secret',
      undefined,
      undefined,
    ]);
    expect(followed).toMatchObject({ path: signed, headers: { host: target, range: 'bytes=2-5' } });
    expect(JSON.stringify(followed)).not.toContain('secret');
  });

  it('follows no redirect to another scheme', async () => {
    redirecting.faults.set('layer', { redirectTo: `ftp://${elsewhere.host}/` });
    const answer = await fetch(`${gateway.origin}/gateway/quay.io/v2/app/blobs/layer`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([502, null]);
  });

  it.each([
    ['a host that is not listed', '/gateway/evil.example.com/v2/app/manifests/latest'],
    ['a token of a host that is not listed', '/gateway/evil.example.com/token'],
    ['a path outside the registry API', '/gateway/docker.io/v1/app'],
    ['a path that climbs out of the registry API', '/gateway/docker.io/v2/../secret'],
    ['the same, percent-encoded', '/gateway/docker.io/v2/%2e%2e%2fsecret'],
    ['a line end', '/gateway/docker.io/v2/app%0d%0ahost:%20evil/manifests/latest'],
    ['a host with a user name', '/gateway/docker.io@evil.example.com/v2/'],
  ])('refuses %s, and sends no request', async (_what, path) => {
    expect(await askRaw(gateway.host, path)).toBeGreaterThanOrEqual(400);
    expect([registry.requests, tokens.requests, redirecting.requests]).toEqual([[], [], []]);
  });

  it('refuses other sites and other methods', async () => {
    for (const site of ['cross-site', 'same-site']) {
      expect((await fetch(at('/v2/'), { headers: { 'sec-fetch-site': site } })).status).toBe(403);
      expect((await fetch(at('/token'), { headers: { 'sec-fetch-site': site } })).status).toBe(403);
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      expect((await fetch(at('/v2/app/manifests/latest'), { method })).status).toBeGreaterThanOrEqual(403);
    }
    expect([registry.requests, tokens.requests]).toEqual([[], []]);
  });

  it('tells ociscope the list of hosts', async () => {
    const answer = await fetch(`${gateway.origin}/hosts.json`);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual({
      gateway: '/gateway/',
      hosts: { 'docker.io': {}, 'ghcr.io': {}, 'quay.io': {}, 'registry.k8s.io': {} },
    });
  });
});
