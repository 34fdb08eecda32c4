import { describe, expect, it } from 'vitest';
import { AppError } from '../errors/index.ts';
import { parseDigest } from '../oci/index.ts';
import { createRegistryStage, type RegistryStage } from '../testing/index.ts';
import type { Credential } from './credentials.ts';

const digest = parseDigest(`sha256:${'a'.repeat(64)}`);
const ann: Credential = { username: 'ann', password: 'pässword:1', realms: [] };
const basicOfAnn = `Basic ${Buffer.from('ann:pässword:1').toString('base64')}`;
const realm = 'https://auth.registry.example/token';
const bearer = `Bearer realm="${realm}",service="r",scope="repository:a:pull"`;

interface Sent {
  readonly url: string;
  readonly authorization: string | null;
}

interface World {
  readonly stage: RegistryStage;
  readonly sent: Sent[];
  /** Wall clock, moved by hand. */
  nowMs: number;
  credential: Credential | undefined;
}

/** A registry that requires `wants` or sends `challenge`, and a token service at every other origin. */
function world({
  challenge = bearer as string | null,
  wants = (authorization: string | null): boolean => authorization === 'Bearer t1',
  token = (_sent: Sent): Response => Response.json({ token: 't1' }),
  refusal = 401,
  options = {},
}): World {
  const sent: Sent[] = [];
  const made: World = {
    sent,
    nowMs: 0,
    credential: undefined,
    stage: createRegistryStage({
      now: () => made.nowMs,
      credentials: { of: async (host) => (host === 'registry.example' ? made.credential : undefined) },
      fetch: async (input, init) => {
        const url = String(input);
        const request = { url, authorization: new Headers(init?.headers).get('authorization') };
        sent.push(request);
        if (new URL(url).hostname !== 'registry.example') return token(request);
        if (wants(request.authorization)) return new Response('{}');
        return new Response(null, {
          status: request.authorization ? refusal : 401,
          headers: challenge === null ? {} : { 'www-authenticate': challenge },
        });
      },
      ...options,
    }),
  };
  return made;
}

const read = ({ stage }: World, name = 'a') => stage.registry.manifest({ host: 'registry.example', name }, digest);

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw new Error(`no AppError: ${String(error)}`);
}

describe('Authorizer with a token service', () => {
  it('requests an anonymous token as the challenge says, and sends it from then on', async () => {
    const at = world({});
    await read(at);
    expect(at.sent.map(({ authorization }) => authorization)).toEqual([null, null, 'Bearer t1']);
    expect(at.sent[1]?.url).toBe(`${realm}?service=r&scope=repository%3Aa%3Apull`);
    await read(at);
    expect(at.sent.slice(3).map(({ authorization }) => authorization)).toEqual(['Bearer t1']);
  });

  it('requests one token for concurrent requests', async () => {
    const at = world({});
    await Promise.all([read(at), read(at), read(at), read(at)]);
    expect(at.sent.filter(({ url }) => url.startsWith(realm))).toHaveLength(1);
  });

  it('requests another token for another repository', async () => {
    const at = world({ challenge: `Bearer realm="${realm}",service="r"` });
    await read(at, 'a');
    await read(at, 'b');
    const scopes = at.sent.flatMap(({ url }) => new URL(url).searchParams.get('scope') ?? []);
    expect(scopes).toEqual(['repository:a:pull', 'repository:b:pull']);
  });

  it('renews a token before it expires, without a 401', async () => {
    let count = 0;
    const at = world({
      wants: (authorization) => authorization === `Bearer t${count}`,
      token: () => Response.json({ access_token: `t${++count}`, expires_in: 100 }),
    });
    await read(at);
    at.nowMs = 89_000;
    await read(at);
    expect(count).toBe(1);
    at.nowMs = 91_000;
    await read(at);
    expect(at.sent.slice(4).map(({ authorization }) => authorization)).toEqual([null, 'Bearer t2']);
  });

  it('uses a token for a minute by default, and replaces a rejected token', async () => {
    let count = 0;
    const at = world({
      wants: (authorization) => authorization === `Bearer t${count}`,
      token: () => Response.json({ token: `t${++count}` }),
    });
    await read(at);
    at.nowMs = 50_000;
    await read(at);
    expect(count).toBe(1);
    count = 7;
    await read(at);
    expect(at.sent.at(-1)?.authorization).toBe('Bearer t8');
  });

  it("requests a token with the host's credential, only in a header", async () => {
    const at = world({});
    at.credential = ann;
    await read(at);
    expect(at.sent.map(({ authorization }) => authorization)).toEqual([null, basicOfAnn, 'Bearer t1']);
    expect(JSON.stringify([at.stage.records, at.sent.map(({ url }) => url)])).not.toMatch(/p.ssword|YW5u|t1/);
  });

  it.each([
    ['HTML', () => new Response('<html>')],
    ['nothing', () => new Response('')],
    ['an array', () => Response.json([])],
    ['a number', () => Response.json({ token: 7 })],
    ['a text over 16 KiB', () => Response.json({ token: 'a'.repeat(16_385) })],
    ['a text with a line break', () => Response.json({ token: 'a\nb' })],
  ])('reports a token that comes as %s as a failure of the token service', async (_what, token) => {
    const error = await failureOf(read(world({ token })));
    expect(error).toMatchObject({ code: 'unavailable', reason: 'server_error', detail: { url: realm } });
    expect(error.detail).toMatchObject({ tokenService: 'auth.registry.example' });
  });

  it('reports HTML in place of a token as a web page', async () => {
    const error = await failureOf(read(world({ token: () => new Response('<html>') })));
    expect(error.message).toBe(`"${realm}" answered with a web page, not with a token`);
    expect(error.detail).toMatchObject({ found: 'webpage' });
  });

  it.each([
    [429, 'rate_limited', { retryAfterMs: 3_600_000 }],
    [503, 'server_error', { retryAfterMs: 3_600_000 }],
    [404, 'server_error', {}],
  ])('reports %i as a failure of the token service, not of the content', async (status, reason, detail) => {
    const token = () => new Response(null, { status, headers: { 'retry-after': '3600' } });
    const error = await failureOf(read(world({ token })));
    expect(error).toMatchObject({ reason, detail: { tokenService: 'auth.registry.example', status, ...detail } });
    expect(error.code).not.toBe('not_found');
  });

  it('stops reading an endless answer', async () => {
    const endless = () => new Response(new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(65_536)) }));
    expect(await failureOf(read(world({ token: endless })))).toMatchObject({
      reason: 'too_large',
      detail: { limitBytes: 262_144, tokenService: 'auth.registry.example' },
    });
  });
});

describe('basic', () => {
  const wants = (authorization: string | null) => authorization === basicOfAnn;

  it('sends the credential after a 401, and at once from then on', async () => {
    const at = world({ challenge: 'Basic realm="x"', wants });
    at.credential = ann;
    await read(at);
    await read(at);
    expect(at.sent.map(({ authorization }) => authorization)).toEqual([null, basicOfAnn, basicOfAnn]);
  });

  it('requires a sign-in without a credential, and reports a rejected one', async () => {
    const at = world({ challenge: 'Basic realm="x"', wants: () => false });
    const signIn = { host: 'registry.example' };
    expect(await failureOf(read(at))).toMatchObject({ reason: 'unauthenticated', detail: { signIn } });
    at.credential = ann;
    const refused = await failureOf(read(at));
    expect(refused).toMatchObject({ reason: 'unauthenticated', detail: { signIn: { ...signIn, refused: true } } });
    expect(JSON.stringify([refused.message, refused.detail])).not.toMatch(/p.ssword|YW5u/);
  });

  it('hides the credential in the errors of a server that repeats it', async () => {
    const at = world({
      options: {
        fetch: async (_input: unknown, init?: RequestInit) => {
          const sent = new Headers(init?.headers).get('authorization');
          const headers = { 'www-authenticate': 'Basic realm="x"' };
          if (sent === null) return new Response(null, { status: 401, headers });
          return Response.json({ errors: [{ code: 'DENIED', detail: { sent } }] }, { status: 403 });
        },
      },
    });
    at.credential = ann;
    const { detail } = await failureOf(read(at));
    expect(detail).toMatchObject({ errors: [{ detail: { sent: 'Basic …' } }] });
  });

  it('sends another credential once the person gave one', async () => {
    const at = world({ challenge: 'Basic realm="x"', wants });
    at.credential = { ...ann, password: 'old' };
    await failureOf(read(at));
    at.credential = ann;
    await read(at);
    expect(at.sent.at(-1)?.authorization).toBe(basicOfAnn);
  });
});

describe('a sign-in is required', () => {
  const signIn = { host: 'registry.example' };

  it.each([
    ['the token service refuses anonymous requests', 401],
    ['the token service denies it', 403],
  ])('if %s', async (_why, status) => {
    const at = world({ token: () => new Response(null, { status }) });
    expect(await failureOf(read(at))).toMatchObject({
      code: 'unauthenticated',
      reason: 'unauthenticated',
      detail: { signIn },
    });
    at.credential = ann;
    expect(await failureOf(read(at))).toMatchObject({ detail: { signIn: { ...signIn, refused: true } } });
  });

  it.each([401, 403])('if an anonymous token gets %i', async (refusal) => {
    const at = world({ wants: () => false, refusal });
    expect(await failureOf(read(at))).toMatchObject({ reason: 'unauthenticated', detail: { signIn } });
    expect(await failureOf(read(at))).toMatchObject({ reason: 'unauthenticated', detail: { signIn } });
  });

  it('but not for a signed-in person who is denied', async () => {
    const at = world({ wants: () => false, refusal: 403 });
    at.credential = ann;
    expect(await failureOf(read(at))).toMatchObject({ code: 'permission_denied', reason: 'denied' });
  });
});

describe('a token service on another site', () => {
  const elsewhere = 'https://login.other.example/token';
  const challenge = `Bearer realm="${elsewhere}",service="r"`;

  it('issues anonymous tokens without consent, and gets the password only if the person agreed', async () => {
    const at = world({ challenge, wants: () => false });
    const signIn = { host: 'registry.example', sites: ['https://login.other.example'] };
    expect((await failureOf(read(at))).detail).toMatchObject({ signIn });
    at.credential = ann;
    const asked = await failureOf(read(at));
    expect(asked.detail).toMatchObject({ signIn });
    expect(at.sent.filter(({ url }) => url.startsWith(elsewhere))).toHaveLength(1);
    expect(at.sent.some(({ authorization }) => authorization?.startsWith('Basic'))).toBe(false);
    at.credential = { ...ann, realms: ['https://login.other.example'] };
    await failureOf(read(at));
    expect(at.sent.findLast(({ url }) => url.startsWith(elsewhere))?.authorization).toBe(basicOfAnn);
  });

  it.each([
    'http://auth.registry.example/token',
    'http://login.other.example/token',
    'ftp://auth.registry.example/token',
    'http://localhost:9200/token',
    'https://127.0.0.1/token',
    'blob:https://registry.example/1f2e',
    'no URL',
  ])('at "%s" gets nothing at all', async (at) => {
    const asked = world({ challenge: `Bearer realm="${at}"` });
    asked.credential = ann;
    const error = await failureOf(read(asked));
    expect(error).toMatchObject({ code: 'unauthenticated', detail: { why: expect.stringContaining('offers bearer') } });
    expect(asked.sent).toHaveLength(1);
  });

  it('gets nothing after the registry names another one, until the person agrees to it', async () => {
    let current = elsewhere;
    const moving = world({
      wants: () => false,
      options: {
        fetch: async (input: Request | string, init?: RequestInit) => {
          const url = String(input);
          moving.sent.push({ url, authorization: new Headers(init?.headers).get('authorization') });
          if (new URL(url).hostname !== 'registry.example') return Response.json({ token: 't1', expires_in: 0 });
          return new Response(null, { status: 401, headers: { 'www-authenticate': `Bearer realm="${current}"` } });
        },
      },
    });
    moving.credential = { ...ann, realms: ['https://login.other.example'] };
    await failureOf(read(moving));
    expect(moving.sent.at(-2)).toEqual({ url: expect.stringContaining(elsewhere), authorization: basicOfAnn });
    current = 'https://evil.example/token';
    const asked = await failureOf(read(moving));
    expect(asked.detail).toMatchObject({ signIn: { sites: ['https://evil.example'] } });
    expect(moving.sent.filter(({ url }) => url.startsWith('https://evil.example'))).toEqual([]);
  });

  it('is not a subdomain if the name only ends alike', async () => {
    const at = world({ challenge: 'Bearer realm="https://evilregistry.example/token"' });
    at.credential = ann;
    expect(await failureOf(read(at))).toMatchObject({
      detail: { signIn: { sites: ['https://evilregistry.example'] } },
    });
  });

  it('is requested without the password in its URL', async () => {
    const at = world({ challenge: 'Bearer realm="https://u:p@auth.registry.example/token#x"' });
    await read(at);
    expect(at.sent[1]?.url).toMatch(/^https:\/\/auth\.registry\.example\/token\?/);
  });
});

describe('a host with another server', () => {
  const host = 'images.example';
  const sites = ['https://registry.example'];
  const server = { server: 'https://registry.example', mirrors: [], plainHttp: false };
  const file = { hosts: new Map([[host, server]]) };

  function moved(challenge: string) {
    const given: { credential: Credential } = { credential: ann };
    const credentials = { of: async (of: string) => (of === host ? given.credential : undefined) };
    const wants = (authorization: string | null) => authorization !== null;
    const hosts = async () => ({ file, own: new Map() });
    const at = world({ challenge, wants, options: { credentials, hosts } });
    return { at, given, ask: () => at.stage.registry.manifest({ host, name: 'a' }, digest) };
  }

  it.each([
    ['the password', 'Basic realm="x"'],
    ['a token issued for the password', 'Bearer realm="https://auth.images.example/token"'],
  ])('gets %s only if the person agreed', async (_what, challenge) => {
    const { at, given, ask } = moved(challenge);
    expect((await failureOf(ask())).detail).toMatchObject({ signIn: { host, sites } });
    expect(at.sent).toMatchObject([{ authorization: null }]);
    given.credential = { ...ann, realms: sites };
    await ask();
    expect(at.sent.some(({ authorization }) => authorization === basicOfAnn)).toBe(true);
  });
});

describe('a host over plain http', () => {
  const own = new Map([['registry.example', { mirrors: [], plainHttp: true }]]);
  const options = { hosts: async () => ({ file: { hosts: new Map() }, own }) };
  const sites = ['http://registry.example'];

  it.each([
    ['in the open', 'Basic realm="x"'],
    ['at its own token service', 'Bearer realm="http://registry.example/token"'],
  ])('gets the password %s only if the person agreed', async (_how, challenge) => {
    const at = world({ challenge, wants: (authorization) => authorization === basicOfAnn, options });
    at.credential = ann;
    expect((await failureOf(read(at))).detail).toMatchObject({ signIn: { host: 'registry.example', sites } });
    expect(at.sent.some(({ authorization }) => authorization !== null)).toBe(false);
    at.credential = { ...ann, realms: sites };
    await read(at).catch(() => undefined);
    expect(at.sent.some(({ authorization }) => authorization === basicOfAnn)).toBe(true);
  });

  it('as a mirror gets no password of the same name over https', async () => {
    const mirrors = ['http://registry.example'];
    const file = { hosts: new Map([['images.example', { mirrors, plainHttp: false }]]) };
    const hosts = async () => ({ file, own: new Map() });
    const at = world({ challenge: 'Basic realm="x"', wants: () => false, options: { hosts } });
    at.credential = ann;
    await at.stage.registry.manifest({ host: 'images.example', name: 'a' }, digest).catch(() => undefined);
    expect(at.sent[0]?.url).toMatch(/^http:\/\/registry\.example\//);
    expect(at.sent.some(({ authorization }) => authorization !== null)).toBe(false);
  });
});

describe('a challenge that CORS hides', () => {
  it("is reported, and the person's setting is used instead", async () => {
    const wants = (authorization: string | null) => authorization === basicOfAnn;
    const at = world({ challenge: null, wants });
    expect(await failureOf(read(at))).toMatchObject({
      reason: 'header_hidden',
      detail: { signIn: { host: 'registry.example', hidden: true } },
    });
    const own = new Map([['registry.example', { mirrors: [], plainHttp: false, auth: { scheme: 'basic' as const } }]]);
    const hosts = async () => ({ file: { hosts: new Map() }, own });
    const byHand = world({ challenge: null, wants, options: { hosts } });
    byHand.credential = ann;
    await read(byHand);
    expect(byHand.sent.at(-1)?.authorization).toBe(basicOfAnn);
  });

  it('can be set to a token service', async () => {
    const auth = { scheme: 'bearer' as const, realm, service: 'r' };
    const own = new Map([['registry.example', { mirrors: [], plainHttp: false, auth }]]);
    const at = world({ challenge: null, options: { hosts: async () => ({ file: { hosts: new Map() }, own }) } });
    await read(at);
    expect(at.sent[1]?.url).toBe(`${realm}?service=r&scope=repository%3Aa%3Apull`);
  });

  it("does not exist at the app's own origin, which hides nothing", async () => {
    const at = world({ challenge: null, options: { origin: 'https://registry.example' } });
    expect(await failureOf(read(at))).toMatchObject({ reason: 'unauthenticated' });
  });

  it('with unsupported schemes names them', async () => {
    const at = world({ challenge: 'Negotiate, NTLM' });
    expect((await failureOf(read(at))).message).toContain('negotiate, ntlm');
  });
});

describe('a host whose preflight fails', () => {
  /** Acts as a browser: if `refuses` says so, a request that needs a preflight fails. */
  const browser = (challenge: string, refuses: (url: URL) => boolean) => {
    const at = world({
      options: {
        origin: 'https://scope.example',
        fetch: async (input: Request | string, init: RequestInit = {}) => {
          const url = new URL(String(input));
          const headers = new Headers(init.headers);
          at.sent.push({ url: url.href, authorization: headers.get('authorization') });
          const needsPreflight = headers.has('authorization') || (headers.get('accept') ?? '').length > 128;
          if (needsPreflight && refuses(url)) throw new TypeError('Failed to fetch');
          return new Response(null, { status: 401, headers: { 'www-authenticate': challenge } });
        },
      },
    });
    return at;
  };

  it.each([
    ['Basic realm="x"', 'registry.example'],
    ['Negotiate, Basic realm="x"', 'registry.example'],
    [bearer, 'registry.example'],
    [bearer, 'auth.registry.example'],
  ])('requires no sign-in that cannot be sent: %s, at %s', async (challenge, host) => {
    const at = browser(challenge, (url) => url.hostname === host);
    const error = await failureOf(read(at));
    expect(error).toMatchObject({ reason: 'preflight_refused', detail: { host } });
    expect(error.detail?.signIn).toBeUndefined();
    expect(new Set(at.sent.map(({ authorization }) => authorization))).toEqual(new Set([null, 'Anonymous']));
  });

  it.each(['Basic realm="x"', bearer])(
    'requires a sign-in if the preflight passes, and names what to try it on: %s',
    async (challenge) => {
      const at = browser(challenge, () => false);
      const error = await failureOf(read(at));
      const request = { registry: 'registry.example', path: `a/manifests/${digest}`, scope: 'repository:a:pull' };
      expect(error).toMatchObject({
        reason: 'unauthenticated',
        detail: { signIn: { host: 'registry.example', request } },
      });
      const probes = at.sent.filter(({ authorization }) => authorization === 'Anonymous').length;
      await failureOf(read(at));
      expect(at.sent.filter(({ authorization }) => authorization === 'Anonymous')).toHaveLength(probes);
    },
  );
});

describe('trySignIn', () => {
  const request = { registry: 'registry.example', path: `a/manifests/${digest}`, scope: 'repository:a:pull' };
  const basic = 'Basic realm="x"';
  const known = (authorization: string | null) => authorization === basicOfAnn;
  const tokenOfAnn = ({ authorization }: Sent) =>
    known(authorization) ? Response.json({ token: 't1' }) : new Response(null, { status: 401 });
  const tryAt = (at: World, credential: Credential = ann) =>
    at.stage.registry.trySignIn('registry.example', credential, request);

  it.each<[string, Parameters<typeof world>[0], boolean]>([
    ['is accepted if the host accepts it', { challenge: basic, wants: known }, true],
    ['is accepted if the token service issues a token', { token: tokenOfAnn }, true],
    ['is accepted if the token service knows a user without access', { token: tokenOfAnn, wants: () => false }, true],
    ['is not needed if everything is public', { wants: () => true }, false],
  ])('%s', async (_what, options, accepted) => {
    expect(await tryAt(world(options))).toBe(accepted);
  });

  it.each<[string, Parameters<typeof world>[0], string]>([
    ['the host', { challenge: basic, wants: () => false }, 'unauthenticated'],
    ['the host with 403', { challenge: basic, wants: () => false, refusal: 403 }, 'denied'],
    ['the token service', { token: () => new Response(null, { status: 401 }) }, 'unauthenticated'],
    ['a token service that returns no token', { token: () => Response.json({}) }, 'server_error'],
  ])('fails if %s refuses it', async (_who, options, reason) => {
    expect(await failureOf(tryAt(world(options)))).toMatchObject({ reason });
  });

  it('sends the credential only to its host', async () => {
    const at = world({ challenge: basic });
    const tried = at.stage.registry.trySignIn('other.example', ann, request);
    expect(await failureOf(tried)).toMatchObject({ code: 'invalid_argument' });
    expect(at.sent).toEqual([]);
  });

  it('does not use a failed credential from then on', async () => {
    const at = world({ challenge: basic, wants: known });
    await failureOf(tryAt(at, { ...ann, password: 'wrong' }));
    at.credential = ann;
    await read(at);
    expect(at.sent.at(-1)?.authorization).toBe(basicOfAnn);
  });
});
