import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pushSmallImage, type SmallImage } from '../fixtures/smallImage.ts';
import { startCaddy } from './caddyServer.ts';
import { type DistributionRegistry, startDistribution } from './distributionRegistry.ts';
import { caddyOnPort, documentedConfiguration, nginxOnPort, nginxTrust } from './documentedConfiguration.ts';
import { startNginx } from './nginxServer.ts';
import type { WebServer } from './webServer.ts';

const workerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src *";

let registry: DistributionRegistry;
let image: SmallImage;
let folder: string;
beforeAll(async () => {
  registry = await startDistribution({ corsOrigins: [] });
  image = await pushSmallImage(registry.host, 'team/app');
  folder = await mkdtemp(join(tmpdir(), 'ociscope-dist-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html>page');
  for (const worker of ['sw.js', 'worker.js']) await writeFile(join(folder, worker), 'worker');
  await writeFile(join(folder, 'assets', 'main-1234.js'), 'script');
});
afterAll(async () => {
  await registry.stop();
  await rm(folder, { recursive: true, force: true });
});

const gatewayName = 'ociscope.example.com';
const registryName = 'registry.example.com';

const sites = [
  [
    'nginx-same-origin.conf',
    () =>
      startNginx((port) =>
        documentedConfiguration('nginx-same-origin.conf', [
          ...nginxOnPort(port, registryName),
          ['http://127.0.0.1:5000', registry.origin],
          ['/srv/ociscope', folder],
        ]),
      ),
  ],
  [
    'Caddyfile.same-origin',
    () =>
      startCaddy((port) =>
        documentedConfiguration('Caddyfile.same-origin', [
          ...caddyOnPort(port, registryName),
          ['127.0.0.1:5000', registry.origin],
          ['/srv/ociscope', folder],
        ]),
      ),
  ],
  [
    'nginx-gateway.conf',
    () =>
      startNginx((port) =>
        documentedConfiguration('nginx-gateway.conf', [
          ...nginxOnPort(port, gatewayName),
          ...nginxTrust,
          ['/srv/ociscope', folder],
        ]),
      ),
  ],
  [
    'Caddyfile.gateway',
    () =>
      startCaddy((port) =>
        documentedConfiguration('Caddyfile.gateway', [...caddyOnPort(port, gatewayName), ['/srv/ociscope', folder]]),
      ),
  ],
] as const;

describe.each(sites)('%s', (_file, start) => {
  let site: WebServer;
  beforeAll(async () => {
    site = await start();
  });
  afterAll(() => site.stop());

  it.each([
    ['/', 'text/html', 'no-cache', "frame-ancestors 'none'", '<!doctype html>page'],
    ['/?image=alpine', 'text/html', 'no-cache', "frame-ancestors 'none'", '<!doctype html>page'],
    ['/sw.js', 'text/javascript', 'no-cache', workerPolicy, 'worker'],
    ['/worker.js', 'text/javascript', 'no-cache', workerPolicy, 'worker'],
    ['/assets/main-1234.js', 'text/javascript', 'public, max-age=31536000, immutable', null, 'script'],
  ])('serves %s as a browser needs it', async (path, type, caching, policy, body) => {
    const answer = await fetch(site.origin + path);
    expect([answer.status, await answer.text()]).toEqual([200, body]);
    // Older releases of Caddy use the older name of the type.
    expect(answer.headers.get('content-type')?.split(';')[0]?.replace('application/java', 'text/java')).toBe(type);
    expect(answer.headers.get('cache-control')).toBe(caching);
    expect(answer.headers.get('content-security-policy')).toBe(policy);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('answers 404 for missing files', async () => {
    for (const path of ['/absent', '/assets/absent.js']) expect((await fetch(site.origin + path)).status).toBe(404);
  });
});

describe.each(sites.slice(0, 2))('%s, its registry', (_file, start) => {
  it('is read and written at the same address, and never as a page', async () => {
    const site = await start();
    try {
      const pushed = await pushSmallImage(site.host, 'team/other');
      const url = `${site.origin}/v2/team/other/manifests/${pushed.digest}`;
      const answer = await fetch(url, { headers: { accept: pushed.mediaType } });
      expect([answer.status, await answer.text()]).toEqual([200, pushed.manifest]);
      expect(answer.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      const part = await fetch(`${site.origin}/v2/team/app/blobs/${image.layer}`, { headers: { range: 'bytes=2-5' } });
      expect([part.status, await part.text()]).toEqual([206, image.layerText.slice(2, 6)]);
    } finally {
      await site.stop();
    }
  });
});
