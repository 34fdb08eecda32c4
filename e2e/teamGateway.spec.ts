import { resolve } from 'node:path';
import { expect, test } from 'playwright/test';
import {
  type DistributionRegistry,
  pushSmallImage,
  type SmallImage,
  startCaddy,
  startDistribution,
  startNginx,
  startTokenService,
  type TokenService,
} from '../src/testing/index.ts';
import {
  byAddress,
  caddyOnPort,
  documentedConfiguration,
  nginxOnPort,
  nginxTrust,
} from '../src/testing/servers/documentedConfiguration.ts';
import { ImagePage } from './pages/imagePage.ts';

const dist = resolve('dist');
const name = 'ociscope.example.com';

let open: DistributionRegistry;
let pushed: SmallImage;
let tokens: TokenService;
let registry: DistributionRegistry;
test.beforeAll(async () => {
  open = await startDistribution();
  pushed = await pushSmallImage(open.host, 'public/app');
  tokens = await startTokenService({ user: 'reader', password: 'secret' });
  tokens.allowOrigin = undefined;
  const { contentFolder } = open;
  registry = await startDistribution({ auth: { kind: 'token', ...tokens }, corsOrigins: [], contentFolder });
});
test.afterAll(async () => {
  for (const one of [registry, tokens, open]) await one.stop();
});

const gateways = {
  nginx: () =>
    startNginx(async (port) =>
      documentedConfiguration('nginx-gateway.conf', [
        ...nginxOnPort(port, name),
        ...nginxTrust,
        ['https://registry-1.docker.io', await byAddress(registry.origin)],
        ['https://auth.docker.io', await byAddress(new URL(tokens.realm).origin)],
        ['/srv/ociscope', dist],
      ]),
    ),
  Caddy: () =>
    startCaddy((port) =>
      documentedConfiguration('Caddyfile.gateway', [
        ...caddyOnPort(port, name),
        ['\t\ttls\n', ''],
        ['registry-1.docker.io:443', registry.host],
        ['auth.docker.io:443', new URL(tokens.realm).host],
        ['/srv/ociscope', dist],
      ]),
    ),
};

for (const [server, start] of Object.entries(gateways)) {
  test(`behind ${server} as a gateway, an image of a registry without CORS opens, including its token`, async ({
    page,
  }) => {
    const gateway = await start();
    const image = new ImagePage(page);
    registry.requests.length = 0;
    tokens.requests.length = 0;
    await image.open(gateway.origin, `docker.io/public/app@${pushed.digest}`);
    await expect(image.row('layers/0')).toHaveAttribute('data-digest', pushed.layer);
    expect(tokens.requests).toHaveLength(1);
    expect(registry.requests.map(({ path }) => path)).toContain(`/v2/public/app/manifests/${pushed.digest}`);
    await gateway.stop();
  });
}
