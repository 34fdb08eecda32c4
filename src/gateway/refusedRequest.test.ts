import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { askRaw, closedAfterEach } from '../testing/index.ts';
import { createIsOwnName } from './visitor.ts';

const { upstream, gatewayTo } = closedAfterEach();

const ok: RequestListener = (_request, response) => response.end('bytes');

describe('the gateway refuses', () => {
  it.each([
    ['a host that is not listed', (host: string) => `/gateway/${host}/v2/`, {}, 403, 'DENIED'],
    ['a listed host as a user name', (host: string) => `/gateway/a.example@${host}/v2/`, {}, 403, 'DENIED'],
    ['a path that climbs', () => '/gateway/a.example/v2/../secret', {}, 404, 'NAME_UNKNOWN'],
    ['a path that climbs with an escape', () => '/gateway/a.example/v2/..%2fsecret', {}, 404, 'NAME_UNKNOWN'],
    ['a path outside the API', () => '/gateway/a.example/admin', {}, 404, 'NAME_UNKNOWN'],
    ['a doubled slash', () => '/gateway/a.example//v2/', {}, 404, 'NAME_UNKNOWN'],
    ['POST', () => '/gateway/a.example/v2/', { method: 'POST' }, 405, 'UNSUPPORTED'],
    ['PUT', () => '/gateway/a.example/v2/', { method: 'PUT' }, 405, 'UNSUPPORTED'],
    ['OPTIONS', () => '/gateway/a.example/v2/', { method: 'OPTIONS' }, 405, 'UNSUPPORTED'],
    [
      "another site's page",
      () => '/gateway/a.example/v2/',
      { headers: { 'sec-fetch-site': 'cross-site' } },
      403,
      'DENIED',
    ],
    [
      'another port of this host',
      () => '/gateway/a.example/v2/',
      { headers: { 'sec-fetch-site': 'same-site' } },
      403,
      'DENIED',
    ],
    ['another origin', () => '/gateway/a.example/v2/', { headers: { origin: 'http://evil.example' } }, 403, 'DENIED'],
    ['an opaque origin', () => '/gateway/a.example/v2/', { headers: { origin: 'null' } }, 403, 'DENIED'],
    [
      'a name that was rebound to it',
      () => '/gateway/a.example/v2/',
      { headers: { host: 'evil.example' } },
      403,
      'DENIED',
    ],
    ['a token for a host that is not listed', (host: string) => `/gateway/${host}/token`, {}, 403, 'DENIED'],
  ])('%s, without a request', async (_what, path, request, status, code) => {
    const registry = await upstream(ok);
    const gateway = await gatewayTo(
      { 'a.example': { server: registry.origin } },
      { isOwnName: createIsOwnName('machine') },
    );
    const answer = await askRaw(gateway, path(registry.host), request);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toEqual({
      errors: [{ code, message: expect.any(String), detail: expect.any(Object) }],
    });
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(registry.requests).toEqual([]);
  });

  it('an absolute URL', async () => {
    const registry = await upstream(ok);
    const gateway = await gatewayTo({ 'a.example': { server: registry.origin } });
    expect(await askRaw(gateway, `${registry.origin}/gateway/a.example/v2/`)).toMatchObject({ status: 404 });
    expect(registry.requests).toEqual([]);
  });

  it('no request of its own page at an address, localhost or its machine name', async () => {
    const registry = await upstream(ok);
    const gateway = await gatewayTo(
      { 'a.example': { server: registry.origin } },
      { isOwnName: createIsOwnName('Machine') },
    );
    for (const host of [
      'localhost:4173',
      'app.localhost',
      '192.168.1.7:8080',
      '[fe80::1]:4173',
      'machine',
      'machine.local:1',
    ]) {
      const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
      expect(await askRaw(gateway, '/gateway/a.example/v2/', { headers })).toMatchObject({ status: 200 });
    }
  });
});
