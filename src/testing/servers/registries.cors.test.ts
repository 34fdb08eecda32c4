import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pushSmallImage, type SmallImage } from '../fixtures/smallImage.ts';
import { untilKept } from '../fixtures/untilKept.ts';
import { startCaddy } from './caddyServer.ts';
import { type DistributionRegistry, serveDistribution, startDistribution } from './distributionRegistry.ts';
import { caddyOnPort, documentedConfiguration, nginxOnPort } from './documentedConfiguration.ts';
import { type FixtureRegistry, startFixtureRegistry } from './fixtureRegistry.ts';
import { startNginx } from './nginxServer.ts';
import { startTokenService, type TokenService } from './tokenService.ts';
import type { WebServer } from './webServer.ts';

const origin = 'https://ociscope.example.com';
const name = 'registry.example.com';
const user = 'reader';
const password = 'secret';

let open: DistributionRegistry;
let image: SmallImage;
beforeAll(async () => {
  open = await startDistribution();
  image = await pushSmallImage(open.host, 'public/app');
});
afterAll(() => open.stop());

/** The preflight that a browser sends before a login. */
const preflight = { 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization,range' };
const exposed =
  'Docker-Content-Digest, Link, WWW-Authenticate, Content-Range, Accept-Ranges, OCI-Subject, OCI-Filters-Applied';

/**
 * Everything a page of the origin needs; a header that is sent twice is joined by a comma and so matches none of these.
 */
function expectReadable(answer: Response): void {
  expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
  expect(answer.headers.get('access-control-expose-headers')).toBe(exposed);
}

function expectPreflight(answer: Response): void {
  expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
  expect(answer.headers.get('access-control-allow-headers')).toBe('Authorization, Accept, Range');
  expect(answer.headers.get('access-control-allow-methods')).toBe('GET, HEAD, OPTIONS');
}

async function expectImage(registry: string, headers: Record<string, string>): Promise<void> {
  const accept = image.mediaType;
  const manifest = `${registry}/v2/public/app/manifests/${image.digest}`;
  const blob = `${registry}/v2/public/app/blobs/${image.layer}`;
  const get = await fetch(manifest, { headers: { ...headers, accept } });
  expect([get.status, get.headers.get('docker-content-digest')]).toEqual([200, image.digest]);
  const head = await fetch(manifest, { method: 'HEAD', headers: { ...headers, accept } });
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(image.manifest.length)]);
  const part = await fetch(blob, { headers: { ...headers, range: 'bytes=2-5' } });
  expect([part.status, await part.text()]).toEqual([206, image.layerText.slice(2, 6)]);
  const absent = await fetch(`${registry}/v2/public/app/manifests/absent`, { headers });
  expect(absent.status).toBe(404);
  for (const answer of [get, head, part, absent]) expectReadable(answer);
}

const fronts = [
  [
    'nginx-cors.conf',
    (upstream: string, tokens: string) =>
      startNginx((port) =>
        documentedConfiguration('nginx-cors.conf', [
          ...nginxOnPort(port, name),
          ['http://127.0.0.1:5000', upstream],
          ['http://127.0.0.1:5001', tokens],
        ]),
      ),
  ],
  [
    'Caddyfile.cors',
    (upstream: string, tokens: string) =>
      startCaddy((port) =>
        documentedConfiguration('Caddyfile.cors', [
          ...caddyOnPort(port, name),
          ['127.0.0.1:5000', upstream],
          ['127.0.0.1:5001', tokens],
        ]),
      ),
  ],
] as const;

describe.each(fronts)('%s', (_file, start) => {
  let tokens: TokenService;
  let registry: DistributionRegistry;
  let fixture: FixtureRegistry;
  let front: WebServer;
  let redirecting: WebServer;
  beforeAll(async () => {
    tokens = await startTokenService({ user, password });
    registry = await startDistribution({ auth: { kind: 'token', ...tokens }, contentFolder: open.contentFolder });
    front = await start(registry.origin, new URL(tokens.realm).origin);
    fixture = await startFixtureRegistry();
    redirecting = await start(fixture.origin, fixture.origin);
  });
  afterAll(async () => {
    for (const one of [redirecting, front, registry, tokens]) await one.stop();
    await fixture.close();
  });

  it('answers OPTIONS itself, before any login', async () => {
    registry.requests.length = 0;
    for (const path of [`/v2/public/app/blobs/${image.layer}`, '/token']) {
      const answer = await fetch(`${front.origin}${path}`, { method: 'OPTIONS', headers: { origin, ...preflight } });
      expect(answer.status).toBe(204);
      expectPreflight(answer);
    }
    expect(registry.requests).toEqual([]);
  });

  it('lets a page read the challenge, the token, and the image', async () => {
    const challenge = await fetch(`${front.origin}/v2/public/app/manifests/${image.digest}`, { headers: { origin } });
    expect([challenge.status, challenge.headers.get('www-authenticate')]).toEqual([
      401,
      `Bearer realm="${tokens.realm}",service="${tokens.service}",scope="repository:public/app:pull"`,
    ]);
    expectReadable(challenge);
    const query = new URLSearchParams({ service: tokens.service, scope: 'repository:public/app:pull' });
    const given = await fetch(`${front.origin}/token?${query}`, { headers: { origin } });
    expectReadable(given);
    const { token } = (await given.json()) as { token: string };
    await expectImage(front.origin, { origin, authorization: `Bearer ${token}` });
  });

  it('lets a page read a redirect', async () => {
    fixture.faults.set(image.layer, { redirectTo: 'https://blobs.example.com/layer?signature=a%2Fb' });
    const answer = await fetch(`${redirecting.origin}/v2/public/app/blobs/${image.layer}`, {
      headers: { origin },
      redirect: 'manual',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([
      307,
      'https://blobs.example.com/layer?signature=a%2Fb',
    ]);
    expectReadable(answer);
  });

  it('gives no permission to another origin', async () => {
    const answer = await fetch(`${front.origin}/v2/`, { headers: { origin: 'https://other.example.com' } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('vary')).toContain('Origin');
  });
});

/** Changes to a documented registry for a test: a folder, and a port without TLS. */
function onPort(folder: string, port: number, host: string): readonly (readonly [string, string])[] {
  return [
    ['addr: :5000', `addr: 127.0.0.1:${port}`],
    ['  tls:\n', ''],
    [`    certificate: /etc/ssl/${host}.pem\n`, ''],
    [`    key: /etc/ssl/${host}.key\n`, ''],
    ['/var/lib/registry', folder],
  ];
}

describe('distribution-cors.yml', () => {
  it('lets a page read everything', async () => {
    const registry = await serveDistribution((_folder, port) =>
      documentedConfiguration('distribution-cors.yml', onPort(open.contentFolder, port, name)),
    );
    try {
      await expectImage(registry.origin, { origin });
      const answer = await fetch(`${registry.origin}/v2/`, { method: 'OPTIONS', headers: { origin, ...preflight } });
      expect(answer.ok).toBe(true);
      expectPreflight(answer);
    } finally {
      await registry.stop();
    }
  });
});

describe('distribution-mirror.yml', () => {
  it('fetches missing content from its upstream, and lets a page read it', async () => {
    const mirror = await serveDistribution((folder, port) =>
      documentedConfiguration('distribution-mirror.yml', [
        ...onPort(folder, port, 'mirror.example.com'),
        ['https://registry-1.docker.io', open.origin],
      ]),
    );
    try {
      open.requests.length = 0;
      const blob = `/v2/public/app/blobs/${image.layer}`;
      expect(await (await fetch(mirror.origin + blob)).text()).toBe(image.layerText);
      expect(open.requests).toContainEqual({ method: 'GET', path: blob });
      await untilKept(mirror.host, 'public/app', image.layer);
      await expectImage(mirror.origin, { origin });
    } finally {
      await mirror.stop();
    }
  });
});
