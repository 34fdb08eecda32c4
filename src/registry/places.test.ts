import { describe, expect, it } from 'vitest';
import { parseDigest } from '../oci/index.ts';
import { createRegistryStage } from '../testing/index.ts';
import { endpointsOf } from './endpoints.ts';
import { type HostEntry, parseHostsFile } from './hostsFile.ts';

const digest = parseDigest(`sha256:${'a'.repeat(64)}`);
const mirrors = ['https://one.example', 'https://two.example/proxy'];
const file = parseHostsFile({ hosts: { 'docker.io': { server: 'https://registry-1.docker.io', mirrors } } });
const none = new Map();

function stage(answers: (url: URL) => Response) {
  const asked: string[] = [];
  const { registry } = createRegistryStage({
    hosts: async () => ({ file, own: none }),
    fetch: async (input) => {
      asked.push(String(input));
      return answers(new URL(String(input)));
    },
  });
  return { registry, asked };
}

describe('a host with mirrors', () => {
  it('requests the first mirror with the host in ns', async () => {
    const { registry, asked } = stage(() => new Response('{}'));
    await registry.manifest({ host: 'docker.io', name: 'library/alpine' }, digest);
    expect(asked).toEqual([`https://one.example/v2/library/alpine/manifests/${digest}?ns=docker.io`]);
  });

  it.each([404, 401, 403, 500, 'unreachable'])(
    'falls back to the next mirror and to the server on %s',
    async (failure) => {
      const { registry, asked } = stage(({ host }) => {
        if (host === 'registry-1.docker.io') return new Response('{}');
        if (typeof failure === 'number') return new Response(null, { status: failure });
        throw new TypeError('Failed to fetch');
      });
      await registry.blob({ host: 'docker.io', name: 'library/alpine' }, digest);
      const hosts = asked.filter((url) => url.includes('/blobs/')).map((url) => new URL(url).host);
      expect([...new Set(hosts)]).toEqual(['one.example', 'two.example', 'registry-1.docker.io']);
      expect(asked.at(-1)).toBe(`https://registry-1.docker.io/v2/library/alpine/blobs/${digest}`);
      expect(asked).toContain(`https://two.example/proxy/v2/library/alpine/blobs/${digest}?ns=docker.io`);
    },
  );

  it("fails with the server's error and those of the mirrors", async () => {
    const { registry } = stage(({ host }) => new Response(null, { status: host === 'one.example' ? 403 : 404 }));
    await expect(registry.manifest({ host: 'docker.io', name: 'x' }, digest)).rejects.toMatchObject({
      reason: 'not_found',
      detail: {
        host: 'registry-1.docker.io',
        mirrors: [
          { mirror: 'https://one.example', error: expect.stringContaining('403') },
          { mirror: 'https://two.example/proxy', error: expect.stringContaining('404') },
        ],
      },
    });
  });

  it('stops when the caller aborts', async () => {
    const stop = new AbortController();
    const { registry, asked } = stage(() => {
      stop.abort();
      throw new DOMException('left', 'AbortError');
    });
    const options = { signal: stop.signal };
    await expect(registry.manifest({ host: 'docker.io', name: 'x' }, digest, options)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(asked).toHaveLength(1);
  });
});

describe('endpointsOf', () => {
  const withGateway = { ...file, gateway: '/gateway/' };
  const bases = (host: string, hosts: Parameters<typeof endpointsOf>[1]) =>
    endpointsOf(host, hosts, 'http://localhost:4173').map(({ base }) => base);

  it("lists the mirrors and the app's gateway", () => {
    expect(bases('docker.io', { file: withGateway, own: none })).toEqual([
      ...mirrors,
      'http://localhost:4173/gateway/docker.io',
    ]);
    expect(bases('ghcr.io', { file: withGateway, own: none })).toEqual(['https://ghcr.io']);
  });

  it("prefers a person's settings to those of the site", () => {
    const server = { server: 'https://hub.example', mirrors: [], plainHttp: false };
    const own = new Map<string, HostEntry>([
      ['docker.io', server],
      ['registry.lan', { mirrors: [], plainHttp: true }],
    ]);
    expect(bases('docker.io', { file: withGateway, own })).toEqual(['https://hub.example']);
    expect(bases('registry.lan', { file, own })).toEqual(['http://registry.lan']);
  });

  it('sends a mirror only its own credentials', () => {
    expect(endpointsOf('docker.io', { file, own: none }, undefined).map((endpoint) => endpoint.credentialHost)).toEqual(
      ['one.example', 'two.example', 'docker.io'],
    );
  });
});
