import { describe, expect, it } from 'vitest';
import { AppError, reasons } from '../../errors/index.ts';
import { describeError } from './errors.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const facts = { host: 'registry.example.com', origin: 'https://scope.example.org' };

describe('the words for a failure', () => {
  it.each(reasons)('%s says what happened, why and what to do, and no more than is known', (reason) => {
    const words = describeError({ ...facts, error: new AppError('internal', 'x', { reason }) });
    expect(words.reason).toBe(reason);
    expect(words.title).toMatch(/^[A-Zr].{10,80}[^.]$/);
    expect(words.why).toMatch(/\.$/);
    expect(`${words.why} ${words.next}`).not.toMatch(/nothing (of yours|was stored)/i);
    expect(words.next).toMatch(/\.$/);
  });

  it.each([
    ['cut', /^registry\.example\.com closed the connection$/],
    ['silent', /^registry\.example\.com stopped responding$/],
    ['redirect', /redirects to a host that can't be reached$/],
    ['anything', /can't be reached$/],
  ])('of unreachable are more exact where %s was found', (found, title) => {
    const error = new AppError('unavailable', 'x', { reason: 'unreachable', detail: { found } });
    const words = describeError({ ...facts, error });
    expect(words.title).toMatch(title);
    expect(words.next).not.toContain('access');
  });

  it.each([
    ['local_network', 'prompt', /^Ask this browser for access/],
    ['local_network', 'denied', /^Access was denied.*site settings next to the address bar/],
    ['unreachable', 'prompt', /your own network, first ask this browser/],
    ['unreachable', 'denied', /your own network, first allow.*site settings next to the address bar/],
  ] as const)('of %s where access is %s say how it is given', (reason, access, next) => {
    const error = new AppError('unavailable', 'x', { reason, detail: { access } });
    expect(describeError({ ...facts, error }).next).toMatch(next);
  });

  const source = { host: 'ghcr.io', name: 'team/app', reason: 'not_found' };

  it.each([
    ['not_found', [], "This digest isn't cached", /so no repository is known/, /with the repository that has it/],
    [
      'not_found',
      [source],
      "This digest isn't cached, and was not found in the one repository tried",
      /refer to it/,
      /another/,
    ],
    [
      'not_found',
      [source, source, source],
      "This digest isn't cached, and was not found in the 3 repositories tried",
      /were tried/,
      /another/,
    ],
    ['corrupt', [], 'The cached copy is corrupt', /no repository is known that has/, /with the repository that has it/],
    ['corrupt', [source], 'The cached copy is corrupt', /no longer match their digest/, /its copy replaces/],
    ['unauthenticated', [source], 'Sign in to registry.example.com', /401/, /public image/],
  ] as const)('of %s of a bare digest that was looked for at %j is %s', (reason, tried, title, why, next) => {
    const words = describeError({ ...facts, error: new AppError('internal', 'x', { reason, detail: { tried } }) });
    expect(words.title).toBe(title);
    expect(words.why).toMatch(why);
    expect(words.next).toMatch(next);
  });

  it('of a store that a newer release has changed send to it', () => {
    const detail = { found: 'newer_store' };
    const error = new AppError('failed_precondition', 'x', { reason: 'unsupported', detail });
    expect(describeError({ ...facts, error })).toMatchObject({
      title: 'This tab is running an old version',
      why: expect.stringMatching(/^A newer version of this app has changed the store\./),
      next: 'Reload this page.',
    });
  });

  it('of a page and a worker that do not understand each other send to a reload', () => {
    const detail = { found: 'other_release' };
    const error = new AppError('failed_precondition', 'x', { reason: 'unsupported', detail });
    expect(describeError({ ...facts, error })).toMatchObject({
      title: 'This page and its worker are different versions',
      next: expect.stringMatching(/^Reload this page\./),
    });
  });

  it('name the certificate where the browser does not tell it from a host that is away', () => {
    const words = describeError({ ...facts, error: new AppError('unavailable', 'x', { reason: 'unreachable' }) });
    expect(words.why).toContain('certificate');
  });

  it('send who reads at a hosted registry to a gateway, not to settings that are not theirs', () => {
    for (const reason of ['cors_missing', 'preflight_refused', 'redirect_cors'] as const) {
      const error = new AppError('permission_denied', 'x', { reason });
      expect(describeError({ ...facts, error }).next).toContain('below');
      expect(describeError({ ...facts, host: 'docker.io', error }).next).toMatch(/gateway.*pull-through cache/);
      expect(describeError({ ...facts, host: 'docker.io', error }).next).not.toContain('below');
    }
  });

  it.each([
    ['rate_limited', { retryAfterMs: 3_600_000 }, 'Try again in 60 minutes.'],
    ['rate_limited', {}, 'Try again in a few minutes.'],
    ['rate_limited', { retryAfterMs: 'soon' }, 'Try again in a few minutes.'],
    [
      'server_error',
      { retryAfterMs: 90_000 },
      'Try again in 90 seconds. If it keeps happening, report it to whoever runs the registry.',
    ],
    ['server_error', {}, 'Try again later. If it keeps happening, report it to whoever runs the registry.'],
  ] as const)('of %s with %j say when to try again', (reason, detail, next) => {
    expect(describeError({ ...facts, error: new AppError('unavailable', 'x', { reason, detail }) }).next).toBe(next);
  });

  it.each([
    [{}, 'Manifests and configs are limited to 4 MiB'],
    [{ limitBytes: 4_194_304 }, 'Manifests and configs are limited to 4 MiB'],
    [{ limitBytes: 8_388_608 }, 'Responses of this kind are limited to 8 MiB'],
    [{ limitBytes: 262_144 }, 'Responses of this kind are limited to 256 KiB'],
    [{ limitEntries: 100_000 }, 'Responses of this kind are limited to 100,000 entries'],
  ])('of what is too large name the limit: %j', (detail, why) => {
    const error = new AppError('resource_exhausted', 'x', { reason: 'too_large', detail });
    expect(describeError({ ...facts, error }).why).toContain(why);
  });

  it.each(['digest_mismatch', 'invalid_manifest', 'unsupported', 'server_error'] as const)(
    'of %s say that a web page came where one did',
    (reason) => {
      const error = new AppError('internal', 'x', { reason, detail: { found: 'webpage' } });
      const words = describeError({ ...facts, error });
      expect(words.title).toBe('registry.example.com answered with a web page');
      expect(words.why).toMatch(/HTML page.*login page or proxy/);
      expect(words.next).toContain('https://registry.example.com/v2/');
    },
  );

  it('of a token service that failed say that it is one', () => {
    const error = new AppError('unavailable', 'x', { reason: 'server_error', detail: { found: 'no_token' } });
    expect(describeError({ ...facts, error }).why).toMatch(/token service gave no token/);
  });

  it.each([
    [
      { kind: 'repository', name: 'a/b', reference: '1' },
      'Repository a/b not found on registry.example.com',
      /NAME_UNKNOWN/,
    ],
    [{ kind: 'tag', name: 'acme/shop-api', reference: '9.9.9' }, 'Tag 9.9.9 not found in acme/shop-api', /this tag/],
    [{ kind: 'digest', name: 'a/b', reference: digest }, 'Digest aaaaaaaa…aaa not found in a/b', /this content/],
    [{ kind: 'type', name: 'a/b', reference: '1' }, "a/b:1 isn't available in a supported format", /406/],
    [
      { kind: 'unstated', name: 'a/b', reference: '1' },
      'a/b:1 not found on registry.example.com',
      /repository or the tag/,
    ],
    [
      { kind: 'unstated', name: 'a/b', reference: digest },
      'a/b@aaaaaaaa…aaa not found on registry.example.com',
      /the digest/,
    ],
    [{ kind: 'unstated', name: 'a/b' }, 'a/b not found on registry.example.com', /without saying why/],
    [{ kind: 'tag', name: 7 }, 'Not found on registry.example.com', /this content/],
  ])('of a 404 that lacks %j say no more than the registry does', (absent, title, why) => {
    const error = new AppError('not_found', 'x', { reason: 'not_found', detail: { absent } });
    const words = describeError({ ...facts, error });
    expect(words).toMatchObject({ title, why: expect.stringMatching(why), reason: 'not_found' });
  });

  it('of a 404 that is a web page doubt the registry', () => {
    const detail = { absent: { kind: 'unstated', name: 'a', reference: '1' }, text: '<!doctype html>' };
    const error = new AppError('not_found', 'x', { reason: 'not_found', detail });
    expect(describeError({ ...facts, error }).why).toContain('may not be a registry');
  });

  it.each([
    ['http://localhost:5000/v2/a/manifests/1', 'http://localhost:5000/v2/', false],
    ['https://registry.example.com/v2/a/manifests/1', 'https://registry.example.com/v2/', true],
  ])('of a host that cannot be reached send to what was requested: %s', (url, opened, isTls) => {
    const error = new AppError('unavailable', 'x', { reason: 'unreachable', detail: { url } });
    const words = describeError({ ...facts, error });
    expect([words.url, words.next.includes(`Open ${opened} `)]).toEqual([opened, true]);
    expect(words.why.includes('certificate')).toBe(isTls);
  });

  it.each([
    ['https://h.example/v2/a/manifests/1', "You're offline and this image isn't cached"],
    ['https://h.example/v2/a/tags/list', "You're offline and this isn't cached"],
  ])('of %s without a network name an image only if it is one', (url, title) => {
    const error = new AppError('unavailable', 'x', { reason: 'offline', detail: { url } });
    expect(describeError({ ...facts, error }).title).toBe(title);
  });

  it('of a list that needs a sign-in speak of no repository', () => {
    const detail = { url: 'https://h.example/v2/_catalog?n=100', signIn: { host: 'h.example' } };
    const error = new AppError('unauthenticated', 'x', { reason: 'unauthenticated', detail });
    expect(describeError({ ...facts, error })).toMatchObject({
      why: expect.stringMatching(/lists its/),
      next: expect.stringMatching(/^Sign in/),
    });
  });

  it('is internal where no reason is known', () => {
    expect(describeError({ ...facts, error: new AppError('unavailable', 'x') }).reason).toBe('internal');
  });
});
