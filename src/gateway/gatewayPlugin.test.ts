import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PreviewServer, preview } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseHostsFile } from '../registry/index.ts';
import {
  askRaw,
  type DistributionRegistry,
  pushRealImages,
  type RealImage,
  startDistribution,
} from '../testing/index.ts';
import { gatewayPlugin } from './gatewayPlugin.ts';

const folders: string[] = [];
const servers: PreviewServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

/** The preview server with the gateway alone; `hostsFile` is the text of its hosts.json. */
async function serve(hostsFile: string | undefined, allowedHosts: true | string[] = true) {
  const folder = await mkdtemp(join(tmpdir(), 'ociscope-gateway-'));
  folders.push(folder);
  if (hostsFile !== undefined) await writeFile(join(folder, 'hosts.json'), hostsFile);
  const server = await preview({
    configFile: false,
    logLevel: 'silent',
    publicDir: folder,
    plugins: [gatewayPlugin()],
    appType: 'mpa',
    build: { outDir: folder },
    // As in the dev server, which also answers pages on other ports.
    preview: { host: '127.0.0.1', port: 0, allowedHosts, cors: true },
  });
  servers.push(server);
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('the preview server has no port');
  return { host: `127.0.0.1:${address.port}` };
}

describe('/hosts.json', () => {
  it('is the file with the gateway added, and is not cached', async () => {
    const app = await serve('{"hosts":{"a.example":{"server":"https://b.example"},"c.example":{}}}');
    const { status, headers, text } = await askRaw(app, '/hosts.json');
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-cache' });
    expect(JSON.parse(text)).toEqual({
      gateway: '/gateway/',
      hosts: { 'a.example': { server: 'https://b.example' }, 'c.example': {} },
    });
    expect(parseHostsFile(JSON.parse(text)).gateway).toBe('/gateway/');
  });

  it("keeps the file's own gateway", async () => {
    const app = await serve('{"gateway":"https://gateway.example/","hosts":{}}');
    expect(JSON.parse((await askRaw(app, '/hosts.json')).text)).toEqual({
      gateway: 'https://gateway.example/',
      hosts: {},
    });
  });

  it('names no gateway at a host name that it refuses', async () => {
    const request = { headers: { host: 'app.example' } };
    const app = await serve('{"hosts":{"a.example":{}}}');
    expect(JSON.parse((await askRaw(app, '/hosts.json', request)).text)).toEqual({ hosts: { 'a.example': {} } });
    expect(await askRaw(app, '/gateway/a.example/v2/', request)).toMatchObject({ status: 403 });
    const listed = await serve('{"hosts":{}}', ['app.example']);
    expect(JSON.parse((await askRaw(listed, '/hosts.json', request)).text)).toEqual({
      gateway: '/gateway/',
      hosts: {},
    });
  });

  it('that does not exist means no gateway', async () => {
    const app = await serve(undefined);
    expect(await askRaw(app, '/hosts.json')).toMatchObject({ status: 404 });
    expect(await askRaw(app, '/gateway/docker.io/v2/')).toMatchObject({ status: 404 });
  });

  it.each([
    ['{', /cannot start with ".*hosts.json": .*JSON/],
    ['[]', /cannot start with ".*hosts.json": hosts.json is not an object/],
    [
      '{"hosts":{"a":{"sever":"https://b"}}}',
      /cannot start with ".*hosts.json": "hosts" › "a" has the unknown key "sever"/,
    ],
  ])('that is %s stops the start', async (text, message) => {
    await expect(serve(text)).rejects.toThrow(message);
  });

  it('in the project lists the common registries', async () => {
    const { default: written } = await import('../../public/hosts.json');
    const { gateway, hosts } = parseHostsFile(written);
    expect(gateway).toBeUndefined();
    expect(hosts.get('docker.io')?.server).toBe('https://registry-1.docker.io');
    expect([...hosts.keys()]).toEqual(expect.arrayContaining(['ghcr.io', 'quay.io', 'registry.k8s.io']));
  });
});

describe('a real registry behind the gateway', () => {
  let registry: DistributionRegistry;
  let images: readonly RealImage[];
  beforeAll(async () => {
    registry = await startDistribution();
    images = await pushRealImages(registry);
  });
  afterAll(() => registry.stop());

  it('serves manifests, ranges of blobs and lists, without its CORS headers', async () => {
    const app = await serve(JSON.stringify({ hosts: { 'a.example': { server: registry.origin } } }));
    const [image] = images;
    if (!image) throw new Error('there is no image');
    const path = `/v2/${image.repository}/manifests/${image.digest}`;
    const headers = {
      accept: '*/*, application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json',
    };
    const direct = await fetch(registry.origin + path, { headers });
    const answer = await askRaw(app, `/gateway/a.example${path}`, { headers });
    expect(answer.text).toBe(await direct.text());
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'docker-content-digest': image.digest, 'content-type': direct.headers.get('content-type') },
    });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    const layer = image.layers[0]?.digest ?? '';
    const part = await askRaw(app, `/gateway/a.example/v2/${image.repository}/blobs/${layer}`, {
      headers: { range: 'bytes=2-5' },
    });
    expect(part).toMatchObject({ status: 206, headers: { 'content-length': '4' } });
    expect(part.headers['content-range']).toMatch(/^bytes 2-5\//);

    const list = await askRaw(app, '/gateway/a.example/v2/_catalog?n=1');
    const [, next = ''] = /^<(.*)>/.exec(String(list.headers.link)) ?? [];
    expect(next).toMatch(/^\/gateway\/a\.example\/v2\/_catalog\?/);
    const second = await askRaw(app, next);
    expect(JSON.parse(second.text).repositories).not.toEqual(JSON.parse(list.text).repositories);
  });
});
