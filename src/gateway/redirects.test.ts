import { describe, expect, it } from 'vitest';
import { askRaw, closedAfterEach } from '../testing/index.ts';
import type { LookupAll } from './privateAddress.ts';

const { upstream, gatewayTo } = closedAfterEach();

/** A registry that redirects each path as the map says, and a gateway to it that treats 127.0.0.1 as public. */
async function stage(places: ReadonlyMap<string, string>) {
  const registry = await upstream((request, response) => {
    const location = places.get(request.url ?? '');
    if (location === undefined) response.end('registry');
    else response.writeHead(307, { location }).end('moved');
  });
  const lookup: LookupAll = (hostname, _options, callback) =>
    callback(null, [{ address: hostname === 'files.localhost' ? '127.0.0.2' : '127.0.0.1', family: 4 }]);
  const gateway = await gatewayTo(
    { 'a.example': { server: registry.origin } },
    { lookup, isPrivate: (address) => address !== '127.0.0.1' },
  );
  const get = (path: string) =>
    askRaw(gateway, `/gateway/a.example${path}`, { headers: { authorization: 'Bearer secret', range: 'bytes=0-4' } });
  return { registry, get };
}

describe('a redirect', () => {
  it('is followed, without Authorization after it leaves the origin, also back at it', async () => {
    const places = new Map<string, string>();
    const { registry, get } = await stage(places);
    const files = await upstream((request, response) => {
      if (request.url === '/back') response.writeHead(302, { location: `${registry.origin}/v2/end` }).end();
      else response.end('bytes');
    });
    places.set('/v2/a', '/v2/b').set('/v2/b', `http://user:secret@${files.host}/blob?sig=1`);
    expect(await get('/v2/a')).toMatchObject({ status: 200, text: 'bytes' });
    expect(registry.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer secret', 'Bearer secret']);
    expect(files.requests).toMatchObject([{ method: 'GET', url: '/blob?sig=1', headers: { range: 'bytes=0-4' } }]);
    expect(files.requests[0]?.headers.authorization).toBeUndefined();

    places.set('/v2/c', `${files.origin}/back`);
    expect(await get('/v2/c')).toMatchObject({ status: 200, text: 'registry' });
    expect(registry.requests.at(-1)).toMatchObject({ url: '/v2/end' });
    expect(registry.requests.at(-1)?.headers.authorization).toBeUndefined();
  });

  it('is followed at most five times', async () => {
    const { registry, get } = await stage(
      new Map([1, 2, 3, 4, 5, 6].map((count) => [`/v2/${count}`, `/v2/${count + 1}`])),
    );
    expect(await get('/v2/2')).toMatchObject({ status: 200, text: 'registry' });
    registry.requests.length = 0;
    const answer = await get('/v2/1');
    expect(answer.status).toBe(502);
    expect(answer.text).toContain('redirects more than 5 times');
    expect(registry.requests).toHaveLength(6);
  });

  it.each([
    ['to plain http', 'http://files.example/a', 'is not https'],
    ["to a cloud's metadata", 'http://169.254.169.254/latest/', 'is not https'],
    ["to a cloud's metadata over https", 'https://169.254.169.254/latest/', 'private network'],
    ['to a private network address', 'https://[fd00::1]/', 'private network'],
    ['to an address in another notation', 'http://0x7f.2:1/', 'private network'],
    ['to a file', 'file:///etc/passwd', 'is not https'],
  ])('%s is refused', async (_what, location, message) => {
    const { get } = await stage(new Map([['/v2/a', location]]));
    const answer = await get('/v2/a');
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text).errors[0]).toMatchObject({
      code: 'DENIED',
      message: expect.stringContaining(message),
    });
  });

  it('from a public registry to a private name is refused without a request', async () => {
    const inside = await upstream((_request, response) => response.end('secret'), '127.0.0.2');
    const { get } = await stage(new Map([['/v2/a', inside.origin.replace('127.0.0.2', 'files.localhost')]]));
    const answer = await get('/v2/a');
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('\\"files.localhost\\" is an address of a private network');
    expect(inside.requests).toEqual([]);
  });

  it('from a private registry may lead to its own origin and to other listed hosts', async () => {
    const inside = await upstream((_request, response) => response.end('bytes'), '127.0.0.2');
    const registry = await upstream((request, response) =>
      request.url === '/v2/a'
        ? response.writeHead(307, { location: '/own' }).end()
        : response.writeHead(307, { location: `${inside.origin}/blob` }).end(),
    );
    const gateway = await gatewayTo({ [registry.host]: {}, [inside.host]: {} });
    expect(await askRaw(gateway, `/gateway/${registry.host}/v2/a`)).toMatchObject({ status: 200, text: 'bytes' });
    expect(registry.requests.map(({ url }) => url)).toEqual(['/v2/a', '/own']);
    expect(inside.requests.map(({ url }) => url)).toEqual(['/blob']);
  });

  it.each([
    ['as an address', (port: string) => `http://127.0.0.1:${port}/admin`],
    ['as another address', (port: string) => `http://127.0.0.2:${port}/admin`],
    ['as a number', (port: string) => `http://2130706433:${port}/admin`],
    ['in octal', (port: string) => `http://0177.0.0.1:${port}/admin`],
    ['in hexadecimal', (port: string) => `http://0x7f000001:${port}/admin`],
    ['in two parts', (port: string) => `http://127.1:${port}/admin`],
    ['with a trailing dot', (port: string) => `http://127.0.0.1.:${port}/admin`],
    ['as zero', (port: string) => `http://0:${port}/admin`],
    ['as IPv6', (port: string) => `http://[::1]:${port}/admin`],
    ['as IPv4 in IPv6', (port: string) => `http://[::ffff:127.0.0.1]:${port}/admin`],
    ['as a name', (port: string) => `http://localhost:${port}/admin`],
    ['as a name with a trailing dot', (port: string) => `http://localhost.:${port}/admin`],
    ['as a name over https', (port: string) => `https://localhost:${port}/admin`],
    ['as a name with a dot over https', (port: string) => `https://localhost.:${port}/admin`],
    ['as a name below localhost', (port: string) => `http://a.localhost:${port}/admin`],
    ['as a name that resolves to it', (port: string) => `https://rebound.example:${port}/admin`],
  ])('from a private registry to an unlisted port of this machine is refused %s', async (_what, locationAt) => {
    const inside = await upstream((_request, response) => response.end('secret'), '127.0.0.2');
    const location = locationAt(inside.host.replace(/^.*:/, ''));
    const registry = await upstream((_request, response) => response.writeHead(307, { location }).end());
    const lookup: LookupAll = (_hostname, _options, callback) => callback(null, [{ address: '127.0.0.2', family: 4 }]);
    const gateway = await gatewayTo({ [registry.host]: {} }, { lookup });
    for (const _ of [1, 2]) {
      expect(await askRaw(gateway, `/gateway/${registry.host}/v2/a`)).toMatchObject({ status: 403 });
    }
    expect(inside.requests).toEqual([]);
  });

  it('from a public registry to a listed private host is refused', async () => {
    const inside = await upstream((_request, response) => response.end('secret'), '127.0.0.2');
    const registry = await upstream((_request, response) =>
      response.writeHead(307, { location: `${inside.origin}/admin` }).end(),
    );
    const gateway = await gatewayTo(
      { [registry.host]: {}, [inside.host]: {} },
      { isPrivate: (address) => address !== '127.0.0.1' },
    );
    expect(await askRaw(gateway, `/gateway/${registry.host}/v2/a`)).toMatchObject({ status: 403 });
    expect(inside.requests).toEqual([]);
  });

  it('without a location is reported', async () => {
    const registry = await upstream((_request, response) => response.writeHead(302).end());
    const gateway = await gatewayTo({ [registry.host]: {} });
    const answer = await askRaw(gateway, `/gateway/${registry.host}/v2/a`);
    expect(answer.status).toBe(502);
    expect(answer.text).toContain('redirects without saying where to');
  });

  it('to a listed private server does not reuse its open connection', async () => {
    const inside = await upstream((_request, response) => response.end('secret'), '127.0.0.2');
    const location = inside.origin.replace('127.0.0.2', 'files.localhost');
    const registry = await upstream((_request, response) => response.writeHead(307, { location }).end());
    const lookup: LookupAll = (_hostname, _options, callback) => callback(null, [{ address: '127.0.0.2', family: 4 }]);
    const gateway = await gatewayTo(
      { 'a.example': { server: registry.origin }, 'inside.example': { server: inside.origin } },
      { lookup, isPrivate: (address) => address !== '127.0.0.1' },
    );
    expect(await askRaw(gateway, '/gateway/inside.example/v2/')).toMatchObject({ status: 200, text: 'secret' });
    expect(await askRaw(gateway, '/gateway/a.example/v2/')).toMatchObject({ status: 403 });
    expect(inside.requests).toHaveLength(1);
  });
});
