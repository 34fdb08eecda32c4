import { describe, expect, it } from 'vitest';
import { askRaw, closedAfterEach } from '../testing/index.ts';
import { TokenServices, tokenUrl } from './tokenServices.ts';

const { upstream, gatewayTo } = closedAfterEach();

/** A registry that names a token service, and a gateway to it. */
async function stage(realm?: string) {
  const tokens = await upstream((_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=1' }).end('{"token":"t"}'),
  );
  const registry = await upstream((request, response) => {
    if (request.headers.authorization) return response.end('bytes');
    const challenge = `Bearer realm="${realm ?? `${tokens.origin}/auth?client=x`}",service="s",scope="repository:a:pull"`;
    return response.writeHead(401, { 'www-authenticate': challenge }).end('{"errors":[]}');
  });
  const gateway = await gatewayTo({ 'a.example': { server: registry.origin }, [tokens.host]: {} });
  return { tokens, registry, gateway };
}

describe('a token service', () => {
  it("is named as the gateway, at the visitor's origin, and requested with the visitor's headers", async () => {
    const { tokens, registry, gateway } = await stage();
    const refused = await askRaw(gateway, '/gateway/a.example/v2/a/manifests/b', {
      headers: { host: 'localhost:4173' },
    });
    expect(refused.status).toBe(401);
    expect(refused.headers['www-authenticate']).toBe(
      'Bearer realm="http://localhost:4173/gateway/a.example/token",service="s",scope="repository:a:pull"',
    );
    const headers = { authorization: 'Basic dTpw', cookie: 'a=1' };
    const answer = await askRaw(gateway, '/gateway/a.example/token?service=s&scope=repository:a:pull', { headers });
    expect(answer).toMatchObject({ status: 200, text: '{"token":"t"}', headers: { 'cache-control': 'no-store' } });
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(tokens.requests).toMatchObject([
      { url: '/auth?client=x&service=s&scope=repository:a:pull', headers: { authorization: 'Basic dTpw' } },
    ]);
    expect(tokens.requests[0]?.headers.cookie).toBeUndefined();
    expect(registry.requests).toHaveLength(1);
  });

  it("that is unknown is learned from the host, without the visitor's headers", async () => {
    const { tokens, registry, gateway } = await stage();
    for (const _ of [1, 2]) {
      const headers = { authorization: 'Basic dTpw' };
      expect(await askRaw(gateway, '/gateway/a.example/token', { headers })).toMatchObject({ status: 200 });
    }
    expect(registry.requests.map(({ url }) => url)).toEqual(['/v2/']);
    expect(registry.requests[0]?.headers.authorization).toBeUndefined();
    expect(tokens.requests).toHaveLength(2);
  });

  it('is not found if the host has none', async () => {
    const registry = await upstream((_request, response) => response.end());
    const gateway = await gatewayTo({ 'a.example': { server: registry.origin } });
    const answer = await askRaw(gateway, '/gateway/a.example/token');
    expect(answer).toMatchObject({ status: 404, text: expect.stringContaining('names no token service') });
  });

  it.each(['http://auth.example/token', 'file:///etc/passwd', 'no URL', ''])('at "%s" is refused', async (realm) => {
    const { gateway } = await stage(realm);
    for (const path of ['/v2/', '/token']) {
      const answer = await askRaw(gateway, `/gateway/a.example${path}`);
      expect(answer).toMatchObject({ status: 403, text: expect.stringContaining('which is not https') });
    }
  });

  it.each([
    ['is not listed', {}, 403],
    ['is set by hand', { auth: true }, 200],
  ])(
    'for a private registry on another port of this machine that %s gets %j',
    async (_what, { auth }: { auth?: boolean }, status) => {
      const tokens = await upstream((_request, response) => response.end('{"token":"t"}'));
      const registry = await upstream((_request, response) =>
        response.writeHead(401, { 'www-authenticate': `Bearer realm="${tokens.origin}/auth"` }).end(),
      );
      const byHand = auth ? { auth: { realm: `${tokens.origin}/auth` } } : {};
      const gateway = await gatewayTo({ 'a.example': { server: registry.origin, ...byHand } });
      const headers = { authorization: 'Basic dTpw' };
      expect(await askRaw(gateway, '/gateway/a.example/token', { headers })).toMatchObject({ status });
      expect(tokens.requests).toHaveLength(status === 200 ? 1 : 0);
    },
  );

  it('does not name another token service', async () => {
    const registry = await upstream((request, response) => {
      const realm = request.url === '/v2/' ? `${registry.origin}/auth` : 'https://evil.example/';
      response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}"` }).end();
    });
    const gateway = await gatewayTo({ 'a.example': { server: registry.origin } });
    for (const _ of [1, 2]) {
      const answer = await askRaw(gateway, '/gateway/a.example/token');
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBeUndefined();
    }
    expect(registry.requests.map(({ url }) => url)).toEqual(['/v2/', '/auth', '/auth']);
  });

  it('is not learned from a redirect of the host', async () => {
    const { tokens, gateway: _, registry: other } = await stage();
    const registry = await upstream((_request, response) =>
      response.writeHead(307, { location: `${other.origin}/v2/` }).end(),
    );
    const gateway = await gatewayTo({ 'a.example': { server: registry.origin }, [other.host]: {} });
    const answer = await askRaw(gateway, '/gateway/a.example/v2/');
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBeUndefined();
    expect(await askRaw(gateway, '/gateway/a.example/token')).toMatchObject({ status: 404 });
    expect(tokens.requests).toEqual([]);
  });
});

describe('WWW-Authenticate', () => {
  const own = 'http://localhost/gateway/a.example/token';

  it('keeps other schemes and parameters, escaped again', () => {
    const services = new TokenServices();
    expect(
      services.rewrite('Basic realm="a \\"b\\"", Bearer realm="https://u:p@b.example/t#f",service=s', 'a', own),
    ).toBe(`Basic realm="a \\"b\\"", Bearer realm="${own}",service="s"`);
    expect(services.of('a')?.href).toBe('https://b.example/t');
    expect(services.of('b')).toBeUndefined();
  });

  it('is unchanged without a realm; the last named realm counts', () => {
    const services = new TokenServices();
    expect(services.rewrite('Bearer service="s"', 'a', own)).toBe('Bearer service="s"');
    expect(services.of('a')).toBeUndefined();
    for (const name of ['b', 'c']) services.rewrite(`Bearer realm="https://${name}.example/"`, 'a', own);
    expect(services.of('a')?.host).toBe('c.example');
  });
});

it("puts the realm's query before the visitor's", () => {
  const ask = (realm: string, query: string) => tokenUrl(new URL(realm), query).href;
  expect(ask('https://a.example/t?x=1', '?scope=a:b')).toBe('https://a.example/t?x=1&scope=a:b');
  expect(ask('https://a.example/t', '')).toBe('https://a.example/t');
});
