import { describe, expect, it } from 'vitest';
import { type AppError, isAppError } from '../errors/index.ts';
import type { RegistryOptions } from './contract.ts';
import { diagnose, type FailedRequest } from './diagnosis.ts';

const failed = new TypeError('Failed to fetch');
const digestUrl = (host: string) => `https://${host}/v2/a/manifests/sha256:0`;
const longAccept = 'application/vnd.oci.image.index.v1+json, '.repeat(4);

/** The answer to each kind of probe: 'none' is the browser's TypeError, 'hang' never answers. */
interface World {
  readonly open?: Outcome;
  readonly direct?: Outcome;
  readonly followed?: Outcome;
  readonly preflighted?: Outcome;
  readonly plain?: Outcome;
}
type Outcome = 'none' | 'hang' | 'redirect' | number;

interface Asked {
  readonly url: string;
  readonly init: RequestInit;
}

function createWorld(world: World, options: Partial<RegistryOptions> = {}) {
  const asked: Asked[] = [];
  const outcomeOf = ({ url, init }: Asked): Outcome | undefined => {
    if (url.startsWith('http:') && init.mode === 'no-cors' && world.plain !== undefined) return world.plain;
    if (init.mode === 'no-cors') return world.open;
    if (init.redirect !== 'manual') return world.followed;
    return (new Headers(init.headers).get('accept') ?? '').length > 128 ? world.preflighted : world.direct;
  };
  const registryOptions: RegistryOptions = {
    fetch: async (url, init = {}) => {
      asked.push({ url: String(url), init });
      const outcome = outcomeOf({ url: String(url), init }) ?? 'none';
      if (outcome === 'none') throw new TypeError('Failed to fetch');
      if (outcome === 'hang') return untilAborted(init.signal);
      return answer(outcome);
    },
    sleep: (_delayMs, signal) => untilAborted(signal),
    now: () => 0,
    origin: 'https://scope.example',
    ...options,
  };
  const ask = (request: Partial<FailedRequest> = {}) =>
    diagnose({ url: digestUrl('registry.example'), headers: {}, ...request }, registryOptions, failed);
  return { asked, ask };
}

describe('diagnose', () => {
  it.each<[string, World, Partial<FailedRequest>, string, string | undefined]>([
    ['answers only without CORS', { open: 200 }, {}, 'cors_missing', undefined],
    ['redirects to a host without CORS', { open: 200, direct: 'redirect' }, {}, 'redirect_cors', undefined],
    ['redirects to an unreachable host', { direct: 'redirect' }, {}, 'unreachable', 'redirect'],
    ['answers nothing', {}, {}, 'unreachable', undefined],
    ['answers everything now', { open: 200, direct: 404 }, {}, 'unreachable', 'cut'],
    ['answers CORS on the second attempt', { open: 200, followed: 200 }, {}, 'unreachable', 'cut'],
    ['answers CORS but not no-cors', { direct: 401 }, {}, 'unreachable', 'cut'],
    [
      'refuses the preflight of a long Accept',
      { open: 200, direct: 404 },
      { headers: { accept: longAccept } },
      'preflight_refused',
      undefined,
    ],
    [
      'answers the preflight of a long Accept now',
      { open: 200, direct: 404, preflighted: 404 },
      { headers: { accept: longAccept } },
      'unreachable',
      'cut',
    ],
    [
      'refuses the preflight of a suffix range',
      { open: 200, direct: 404 },
      { headers: { Range: 'bytes=-5' } },
      'preflight_refused',
      undefined,
    ],
    [
      'answers every preflight except for Authorization',
      { open: 401, direct: 401, preflighted: 401 },
      { headers: { authorization: 'Bearer x' } },
      'preflight_refused',
      undefined,
    ],
    [
      'redirects correctly, but refuses the preflight',
      { open: 200, direct: 'redirect', followed: 200 },
      { headers: { authorization: 'Bearer x' } },
      'preflight_refused',
      undefined,
    ],
    [
      'has no CORS at all, whatever it answers to preflights',
      { open: 200 },
      { headers: { authorization: 'Bearer x' } },
      'cors_missing',
      undefined,
    ],
  ])('finds the reason at a host that %s', async (_title, world, request, reason, found) => {
    const { ask, asked } = createWorld(world);
    const error = await ask(request);
    expect(error).toMatchObject({ reason, detail: { host: 'registry.example' } });
    expect(error.detail?.found).toBe(found);
    expect(asked.length).toBeLessThanOrEqual(4);
    expect(error.detail?.checks).toHaveLength(asked.length);
  });

  it('sends probes without credentials', async () => {
    const { ask, asked } = createWorld({ open: 200, direct: 'redirect' });
    await ask({ headers: { Authorization: 'Bearer secret', accept: longAccept } });
    expect(asked.length).toBe(4);
    for (const { init } of asked) {
      expect(init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
      expect(new Headers(init.headers).has('authorization')).toBe(false);
    }
  });

  it('lists each check with its outcome', async () => {
    const error = await createWorld({ open: 200, direct: 'redirect' }).ask();
    expect(error.detail?.checks).toEqual([
      { check: 'Request without CORS', outcome: 'answered 200' },
      { check: 'Request with CORS, redirects not followed', outcome: 'redirect' },
      { check: 'Request with CORS', outcome: 'no answer visible to the page' },
    ]);
  });

  it('aborts every answer after its head', async () => {
    const { ask, asked } = createWorld({ open: 200, direct: 200 });
    await ask();
    expect(asked.map(({ init }) => init.signal?.aborted)).toEqual([true, true]);
  });

  it('keeps errors other than a TypeError', async () => {
    const { asked } = createWorld({});
    const error = await diagnose(
      { url: digestUrl('a.example'), headers: {} },
      { fetch: () => Promise.reject(failed), sleep: () => Promise.resolve(), now: () => 0 },
      new RangeError('odd'),
    );
    expect(error.reason).toBe('internal');
    expect(asked).toEqual([]);
  });
});

describe('a host that accepts and never answers', () => {
  it('times out after a sixth of the idle time', async () => {
    const waitsMs: number[] = [];
    const { ask } = createWorld(
      { open: 'hang', direct: 'hang' },
      { idleTimeoutMs: 12_000, sleep: async (delayMs) => void waitsMs.push(delayMs) },
    );
    const error = await ask();
    expect(error.reason).toBe('unreachable');
    expect(waitsMs).toEqual([2000, 2000]);
    expect(error.detail?.checks).toContainEqual({ check: 'Request without CORS', outcome: 'no answer within 2 s' });
  });

  it('is abandoned when the caller aborts', async () => {
    const stop = new AbortController();
    const { ask } = createWorld({ open: 'hang', direct: 'hang' });
    const asking = ask({ signal: stop.signal });
    stop.abort();
    await expect(asking).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a browser that is offline', () => {
  it('is the reason if nothing answers', async () => {
    expect((await createWorld({}, { isOnline: () => false }).ask()).reason).toBe('offline');
  });

  it('is not the reason if this machine answers', async () => {
    const { ask } = createWorld({ open: 200 }, { isOnline: () => false });
    expect((await ask({ url: 'http://localhost:5000/v2/' })).reason).toBe('cors_missing');
  });
});

describe('plain http', () => {
  it('is mixed content from a page on https, but not on this machine', async () => {
    const { ask } = createWorld({});
    expect((await ask({ url: 'http://registry.lan:5000/v2/' })).reason).toBe('mixed_content');
    expect((await ask({ url: 'http://127.0.0.1:5000/v2/' })).reason).toBe('unreachable');
  });

  it('on the https port means that the certificate is not trusted', async () => {
    const origin = 'http://localhost:4173';
    const { ask, asked } = createWorld({ plain: 400 }, { origin });
    expect((await ask()).reason).toBe('tls');
    expect(asked[2]?.url).toBe('http://registry.example:443/');
    expect((await createWorld({}, { origin }).ask()).reason).toBe('unreachable');
  });

  it('is not requested from a page on https', async () => {
    const { ask, asked } = createWorld({ plain: 400 });
    expect((await ask()).reason).toBe('unreachable');
    expect(asked).toHaveLength(2);
  });
});

describe('local network access', () => {
  const granting = (states: Readonly<Record<string, PermissionState>>, origin = 'https://scope.example') => {
    const names: string[] = [];
    const permission = async (name: string) => {
      names.push(name);
      return states[name];
    };
    return { ...createWorld({}, { permission, origin }), names };
  };

  it.each([
    ['localhost:5000', 'loopback-network'],
    ['[::1]:5000', 'loopback-network'],
    ['10.1.2.3', 'local-network'],
    ['172.31.0.1:5000', 'local-network'],
    ['192.168.1.1', 'local-network'],
    ['169.254.1.1', 'local-network'],
    ['[fd00::1]', 'local-network'],
    ['[fe80::1]:5000', 'local-network'],
    ['nas.local', 'local-network'],
  ])('blocks a public page from %s until %s is granted', async (host, name) => {
    for (const state of ['prompt', 'denied'] as const) {
      const { ask, names } = granting({ [name]: state });
      const { reason, detail } = await ask({ url: digestUrl(host) });
      expect([reason, detail?.access]).toEqual(['local_network', state]);
      expect(names).toEqual([name]);
    }
    expect((await granting({ [name]: 'granted' }).ask({ url: digestUrl(host) })).reason).toBe('unreachable');
  });

  it('distinguishes a denied permission from one not requested', async () => {
    const outcomeOf = async (state: PermissionState) =>
      (await granting({ 'local-network': state }).ask({ url: digestUrl('10.1.2.3') })).detail?.checks;
    const check = 'Local network access permission';
    expect(await outcomeOf('denied')).toContainEqual({ check, outcome: 'denied' });
    expect(await outcomeOf('prompt')).toContainEqual({ check, outcome: 'not granted' });
  });

  it('uses the permission name of Chrome 142 to 144', async () => {
    const { ask, names } = granting({ 'local-network-access': 'prompt' });
    expect((await ask({ url: digestUrl('10.1.2.3') })).reason).toBe('local_network');
    expect(names).toEqual(['local-network', 'local-network-access']);
  });

  it('is not the reason in a browser that does not know the permission', async () => {
    expect((await granting({}).ask({ url: digestUrl('10.1.2.3') })).reason).toBe('unreachable');
  });

  it.each([
    ['http://localhost:4173', 'localhost:5000'],
    ['http://localhost:4173', '10.1.2.3'],
    ['https://10.0.0.1', '10.1.2.3'],
    ['https://scope.example', '172.32.0.1'],
    ['https://scope.example', '8.8.8.8'],
  ])('does not apply from %s to %s', async (origin, host) => {
    const { ask, names } = granting({ 'local-network': 'prompt', 'loopback-network': 'prompt' }, origin);
    const error = await ask({ url: digestUrl(host) });
    expect([error.reason, error.detail?.access, names]).toEqual(['unreachable', undefined, []]);
  });

  it('is possible for a name that may resolve to a private address', async () => {
    const error = await granting({ 'local-network': 'prompt' }).ask({ url: digestUrl('registry.corp.example') });
    expect(error).toMatchObject({
      reason: 'unreachable',
      detail: { access: 'prompt' },
    } satisfies Partial<AppError>);
    expect(isAppError(error)).toBe(true);
  });
});

/** As a browser shows it: Node's Response is never of this type. */
function answer(outcome: 'redirect' | number): Response {
  return outcome === 'redirect'
    ? Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' })
    : new Response(null, { status: outcome });
}

function untilAborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
