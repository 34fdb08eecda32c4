import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { serveDistribution, startCaddy, startNginx } from '../../testing/index.ts';
import { corsFixes } from './corsFixes.ts';

// Runs the snippets in the real programs.

const origin = 'https://scope.example.org';
const exposed =
  'Docker-Content-Digest, Link, WWW-Authenticate, Content-Range, Accept-Ranges, OCI-Subject, OCI-Filters-Applied';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

function snippetFor(label: string, host = 'registry.example.com'): string {
  const fix = corsFixes({ reason: 'cors_missing', host, origin }).find((each) => each.label === label);
  if (!fix) throw new Error(`no fix for "${label}"`);
  return fix.snippet;
}

/** Starts a registry that requires a login, for OPTIONS too, and sends CORS headers of its own. */
async function startStrict(): Promise<{ readonly host: string; readonly requests: string[] }> {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.setHeader('access-control-allow-origin', '*');
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { host: `127.0.0.1:${address.port}`, requests };
}

type Start = (upstream: string) => Promise<{ readonly origin: string; stop(): Promise<unknown> }>;

const proxies: readonly (readonly [string, readonly string[], Start])[] = [
  ...['nginx', 'zot', 'Harbor', 'Quay'].map((label): readonly [string, readonly string[], Start] => [
    label,
    label === 'Harbor' ? ['/v2/', '/service/token'] : ['/v2/'],
    (upstream) => {
      const site = snippetFor(label).replace(/127\.0\.0\.1:(5000|8080)/, upstream);
      return startNginx((port) => `server { listen 127.0.0.1:${port};\n${site}\n}`);
    },
  ]),
  [
    'Caddy',
    ['/v2/', '/token'],
    (upstream) =>
      startCaddy((port) => snippetFor('Caddy', `http://localhost:${port}`).replace('127.0.0.1:5000', upstream)),
  ],
];

describe.each(proxies)('the snippet for %s', (_label, paths, start) => {
  it('answers preflights without a login and adds one set of CORS headers to a 401', async () => {
    const registry = await startStrict();
    const proxy = await start(registry.host);
    stops.push(() => proxy.stop());
    for (const path of paths) {
      const preflight = await fetch(`${proxy.origin}${path}`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
      });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
      expect(preflight.headers.get('access-control-allow-headers')).toBe('Authorization, Accept, Range');
      expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, HEAD, OPTIONS');
      const answer = await fetch(`${proxy.origin}${path}`, { headers: { origin } });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
      expect(answer.headers.get('access-control-expose-headers')).toBe(exposed);
      expect(answer.headers.get('www-authenticate')).toBe('Basic realm="x"');
    }
    expect(registry.requests).toEqual(paths.map((path) => `GET ${path}`));
  });
});

describe.each(['Distribution 2', 'Distribution 3'])('the snippet for %s', (label) => {
  it('makes CNCF Distribution send the CORS headers', async () => {
    const registry = await serveDistribution((folder, port) =>
      [
        'version: 0.1',
        'log: { level: error }',
        `storage: { filesystem: { rootdirectory: ${JSON.stringify(folder)} } }`,
        snippetFor(label).replace('http:\n', `http:\n  addr: 127.0.0.1:${port}\n`),
      ].join('\n'),
    );
    stops.push(() => registry.stop());
    const answer = await fetch(`${registry.origin}/v2/`, { headers: { origin } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    expect(answer.headers.get('access-control-expose-headers')).toBe(exposed);
    const preflight = await fetch(`${registry.origin}/v2/`, { method: 'OPTIONS', headers: { origin } });
    expect(preflight.ok).toBe(true);
    expect(preflight.headers.get('access-control-allow-headers')).toBe('Authorization, Accept, Range');
  });

  it('stops redirects to storage', async () => {
    const fix = corsFixes({ reason: 'redirect_cors', host: 'a.example', origin }).find((each) => each.label === label);
    const registry = await serveDistribution((folder, port) =>
      [
        'version: 0.1',
        'log: { level: error }',
        `${fix?.snippet}\n  filesystem: { rootdirectory: ${JSON.stringify(folder)} }`,
        `http: { addr: 127.0.0.1:${port} }`,
      ].join('\n'),
    );
    stops.push(() => registry.stop());
    expect((await fetch(`${registry.origin}/v2/`)).status).toBe(200);
  });
});
