import { describe, expect, it } from 'vitest';
import { AppError, reasons } from '../../errors/index.ts';
import { describeError } from './errors.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const details = { host: 'registry.example.com', origin: 'https://scope.example.org' };

describe('describeError', () => {
  it.each(reasons)('describes %s with a title, a cause and a next step', (reason) => {
    const text = describeError({ ...details, error: new AppError('internal', 'x', { reason }) });
    expect(text.reason).toBe(reason);
    expect(text.title).toMatch(/^[A-Zr].{10,80}[^.]$/);
    expect(text.why).toMatch(/\.$/);
    expect(`${text.why} ${text.next}`).not.toMatch(/nothing (of yours|was stored)/i);
    expect(text.next).toMatch(/\.$/);
  });

  it.each([
    ['cut', /^registry\.example\.com closed the connection$/],
    ['silent', /^registry\.example\.com stopped responding$/],
    ['redirect', /redirects to a host that can't be reached$/],
    ['anything', /can't be reached$/],
  ])('has a more exact title for unreachable when diagnosis found %s', (found, title) => {
    const error = new AppError('unavailable', 'x', { reason: 'unreachable', detail: { found } });
    const text = describeError({ ...details, error });
    expect(text.title).toMatch(title);
    expect(text.next).not.toContain('access');
  });

  it.each([
    ['local_network', 'prompt', /^Ask this browser for access/],
    ['local_network', 'denied', /^Access was denied.*site settings next to the address bar/],
    ['unreachable', 'prompt', /your own network, first ask this browser/],
    ['unreachable', 'denied', /your own network, first allow.*site settings next to the address bar/],
  ] as const)('explains how to grant access for %s when access is %s', (reason, access, next) => {
    const error = new AppError('unavailable', 'x', { reason, detail: { access } });
    expect(describeError({ ...details, error }).next).toMatch(next);
  });

  const source = { host: 'ghcr.io', name: 'team/app', reason: 'not_found' };

  it.each([
    ['not_found', [], "This digest isn't cached", /no known repository/, /with the repository that has it/],
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
    ['corrupt', [], 'The cached copy is corrupt', /no known repository has/, /with the repository that has it/],
    ['corrupt', [source], 'The cached copy is corrupt', /no longer match their digest/, /its copy replaces/],
    ['unauthenticated', [source], 'Sign in to registry.example.com', /401/, /public image/],
  ] as const)(
    'describes %s of a digest without a repository, tried at %j, as %s',
    (reason, tried, title, why, next) => {
      const text = describeError({ ...details, error: new AppError('internal', 'x', { reason, detail: { tried } }) });
      expect(text.title).toBe(title);
      expect(text.why).toMatch(why);
      expect(text.next).toMatch(next);
    },
  );

  it('tells the user to reload when a newer version changed the store', () => {
    const detail = { found: 'newer_store' };
    const error = new AppError('failed_precondition', 'x', { reason: 'unsupported', detail });
    expect(describeError({ ...details, error })).toMatchObject({
      title: 'This tab is running an old version',
      why: expect.stringMatching(/^A newer version of this app has changed the store\./),
      next: 'Reload this page.',
    });
  });

  it('tells the user to reload when page and worker are different versions', () => {
    const detail = { found: 'other_release' };
    const error = new AppError('failed_precondition', 'x', { reason: 'unsupported', detail });
    expect(describeError({ ...details, error })).toMatchObject({
      title: 'This page and its worker are different versions',
      next: expect.stringMatching(/^Reload this page\./),
    });
  });

  it('names the certificate as a possible cause of unreachable', () => {
    const text = describeError({ ...details, error: new AppError('unavailable', 'x', { reason: 'unreachable' }) });
    expect(text.why).toContain('certificate');
  });

  it('suggests the gateway for a public registry, whose users cannot change its settings', () => {
    for (const reason of ['cors_missing', 'preflight_refused', 'redirect_cors'] as const) {
      const error = new AppError('permission_denied', 'x', { reason });
      expect(describeError({ ...details, error }).next).toContain('below');
      expect(describeError({ ...details, host: 'docker.io', error }).next).toMatch(/gateway.*pull-through cache/);
      expect(describeError({ ...details, host: 'docker.io', error }).next).not.toContain('below');
    }
  });

  it.each([
    ['rate_limited', { retryAfterMs: 3_600_000 }, 'Try again in 60 minutes.'],
    ['rate_limited', {}, 'Try again in a few minutes.'],
    ['rate_limited', { retryAfterMs: 'soon' }, 'Try again in a few minutes.'],
    [
      'server_error',
      { retryAfterMs: 90_000 },
      'Try again in 90 seconds. If it keeps happening, report it to the registry operator.',
    ],
    ['server_error', {}, 'Try again later. If it keeps happening, report it to the registry operator.'],
  ] as const)('states when to retry %s with %j', (reason, detail, next) => {
    expect(describeError({ ...details, error: new AppError('unavailable', 'x', { reason, detail }) }).next).toBe(next);
  });

  it.each([
    [{}, 'Manifests and configs are limited to 4 MiB'],
    [{ limitBytes: 4_194_304 }, 'Manifests and configs are limited to 4 MiB'],
    [{ limitBytes: 8_388_608 }, 'Responses of this kind are limited to 8 MiB'],
    [{ limitBytes: 262_144 }, 'Responses of this kind are limited to 256 KiB'],
    [{ limitEntries: 100_000 }, 'Responses of this kind are limited to 100,000 entries'],
  ])('names the limit that was exceeded: %j', (detail, why) => {
    const error = new AppError('resource_exhausted', 'x', { reason: 'too_large', detail });
    expect(describeError({ ...details, error }).why).toContain(why);
  });

  it.each(['digest_mismatch', 'invalid_manifest', 'unsupported', 'server_error'] as const)(
    'reports a web page in place of registry data for %s',
    (reason) => {
      const error = new AppError('internal', 'x', { reason, detail: { found: 'webpage' } });
      const text = describeError({ ...details, error });
      expect(text.title).toBe('registry.example.com answered with a web page');
      expect(text.why).toMatch(/HTML page.*login page or proxy/);
      expect(text.next).toContain('https://registry.example.com/v2/');
    },
  );

  it('names the token service when it failed', () => {
    const error = new AppError('unavailable', 'x', { reason: 'server_error', detail: { found: 'no_token' } });
    expect(describeError({ ...details, error }).why).toMatch(/token service gave no token/);
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
  ])('claims no more than the registry does for a 404 of %j', (absent, title, why) => {
    const error = new AppError('not_found', 'x', { reason: 'not_found', detail: { absent } });
    const text = describeError({ ...details, error });
    expect(text).toMatchObject({ title, why: expect.stringMatching(why), reason: 'not_found' });
  });

  it('doubts that the host is a registry when its 404 is a web page', () => {
    const detail = { absent: { kind: 'unstated', name: 'a', reference: '1' }, text: '<!doctype html>' };
    const error = new AppError('not_found', 'x', { reason: 'not_found', detail });
    expect(describeError({ ...details, error }).why).toContain('may not be a registry');
  });

  it.each([
    ['http://localhost:5000/v2/a/manifests/1', 'http://localhost:5000/v2/', false],
    ['https://registry.example.com/v2/a/manifests/1', 'https://registry.example.com/v2/', true],
  ])('links to the URL that was requested from an unreachable host: %s', (url, opened, isTls) => {
    const error = new AppError('unavailable', 'x', { reason: 'unreachable', detail: { url } });
    const text = describeError({ ...details, error });
    expect([text.url, text.next.includes(`Open ${opened} `)]).toEqual([opened, true]);
    expect(text.why.includes('certificate')).toBe(isTls);
  });

  it.each([
    ['https://h.example/v2/a/manifests/1', "You're offline and this image isn't cached"],
    ['https://h.example/v2/a/tags/list', "You're offline and this isn't cached"],
  ])('names an image only for a manifest when offline: %s', (url, title) => {
    const error = new AppError('unavailable', 'x', { reason: 'offline', detail: { url } });
    expect(describeError({ ...details, error }).title).toBe(title);
  });

  it('does not mention a repository when a list requires sign-in', () => {
    const detail = { url: 'https://h.example/v2/_catalog?n=100', signIn: { host: 'h.example' } };
    const error = new AppError('unauthenticated', 'x', { reason: 'unauthenticated', detail });
    expect(describeError({ ...details, error })).toMatchObject({
      why: expect.stringMatching(/lists its/),
      next: expect.stringMatching(/^Sign in/),
    });
  });

  it('uses the reason internal when the error has none', () => {
    expect(describeError({ ...details, error: new AppError('unavailable', 'x') }).reason).toBe('internal');
  });
});
