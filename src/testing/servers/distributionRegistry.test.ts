import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DistributionRegistry, startDistribution } from './distributionRegistry.ts';
import { startTokenService, type TokenService } from './tokenService.ts';

const user = 'reader';
const password = 'pass word';
const origin = 'http://app.test';

/** Started registries are stopped after all tests of the file. */
const started: { stop(): Promise<void> }[] = [];
afterAll(async () => {
  for (const one of started.reverse()) await one.stop();
});

async function start<Started extends { stop(): Promise<void> }>(starting: Promise<Started>): Promise<Started> {
  const one = await starting;
  started.push(one);
  return one;
}

describe('Distribution with htpasswd', () => {
  it('requires the password, accepts the correct one and refuses another', async () => {
    const { origin: registry } = await start(startDistribution({ auth: { kind: 'htpasswd', user, password } }));
    const anonymous = await fetch(`${registry}/v2/`);
    expect([anonymous.status, anonymous.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="test"']);
    expect((await fetch(`${registry}/v2/`, { headers: basic(user, password) })).status).toBe(200);
    expect((await fetch(`${registry}/v2/`, { headers: basic(user, 'other') })).status).toBe(401);
    expect((await fetch(`${registry}/v2/`, { method: 'OPTIONS', headers: { origin } })).status).toBe(401);
  });
});

describe('Distribution with a token service', () => {
  let tokens: TokenService;
  let registry: DistributionRegistry;
  beforeAll(async () => {
    tokens = await start(startTokenService({ user, password }));
    registry = await start(startDistribution({ auth: { kind: 'token', ...tokens } }));
  });

  const askFor = (name: string, headers: Record<string, string> = {}) =>
    fetch(`${registry.origin}/v2/${name}/manifests/latest`, { headers });
  async function token(name: string, headers: Record<string, string> = {}): Promise<Record<string, string>> {
    const query = new URLSearchParams({ service: tokens.service, scope: `repository:${name}:pull` });
    const answer = await fetch(`${tokens.realm}?${query}`, { headers });
    if (!answer.ok) throw new Error(`${tokens.realm} answers ${answer.status}`);
    const { token: text } = (await answer.json()) as { token: string };
    return { authorization: `Bearer ${text}` };
  }

  it('names realm, service and scope', async () => {
    const answer = await askFor('public/app');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe(
      `Bearer realm="${tokens.realm}",service="${tokens.service}",scope="repository:public/app:pull"`,
    );
  });

  it("accepts an anonymous token for public repositories, and the user's for the rest", async () => {
    expect((await askFor('public/app', await token('public/app'))).status).toBe(404);
    expect((await askFor('team/app', await token('team/app'))).status).toBe(401);
    expect((await askFor('team/app', await token('team/app', basic(user, password)))).status).toBe(404);
    expect((await askFor('public/app', await token('team/app', basic(user, password)))).status).toBe(401);
    await expect(token('public/app', basic(user, 'other'))).rejects.toThrow('answers 401');
  });

  it('refuses a token signed with another key, and an expired one', async () => {
    const forger = await start(startTokenService({ user, password }));
    const query = new URLSearchParams({ service: tokens.service, scope: 'repository:public/app:pull' });
    const { token: forged } = (await (await fetch(`${forger.realm}?${query}`)).json()) as { token: string };
    expect((await askFor('public/app', { authorization: `Bearer ${forged}` })).status).toBe(401);
    tokens.expiresInSeconds = -3600;
    expect((await askFor('public/app', await token('public/app'))).status).toBe(401);
    tokens.expiresInSeconds = undefined;
    expect((await askFor('public/app', await token('public/app'))).status).toBe(404);
  });

  it('records each request, and is readable across origins if that is enabled', async () => {
    tokens.requests.length = 0;
    const preflight = await fetch(tokens.realm, { method: 'OPTIONS' });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    tokens.allowOrigin = undefined;
    const hidden = await fetch(`${tokens.realm}?scope=none`, { headers: basic(user, password) });
    expect(hidden.headers.has('access-control-allow-origin')).toBe(false);
    expect(tokens.requests).toEqual([
      { method: 'OPTIONS', path: '/token', authorization: undefined },
      { method: 'GET', path: '/token?scope=none', authorization: basic(user, password).authorization },
    ]);
  });
});

describe('Distribution for chosen origins', () => {
  it('allows them, and sends no CORS headers for an empty list', async () => {
    const chosen = await start(startDistribution({ corsOrigins: [origin] }));
    expect((await fetch(`${chosen.origin}/v2/`)).headers.get('access-control-allow-origin')).toBe(origin);
    const closed = await start(startDistribution({ corsOrigins: [] }));
    const names = [...(await fetch(`${closed.origin}/v2/`)).headers.keys()];
    expect(names.filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('a program that cannot start', () => {
  it("fails with the program's output", async () => {
    await expect(startDistribution({ mirrors: 'not a URL\u0000' })).rejects.toThrow(/docker-registry|registry/);
  });
});

function basic(name: string, secret: string): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}` };
}
