import { describe, expect, it } from 'vitest';
import { AppError, reasons } from '../errors/index.ts';
import { describeError } from './errorWords.ts';

const facts = { host: 'registry.example.com', origin: 'https://scope.example.org' };

describe('the words for a failure', () => {
  it.each(reasons)('%s says what happened, why, what to do, and that nothing was stored', (reason) => {
    const words = describeError({ ...facts, error: new AppError('internal', 'x', { reason }) });
    expect(words.reason).toBe(reason);
    expect(words.title).toMatch(/^[A-Zr].{10,80}[^.]$/);
    expect(words.title).not.toMatch(/something went wrong/i);
    expect(words.why).toMatch(/\. Nothing was stored\.$/);
    expect(words.next).toMatch(/\.$/);
  });

  it.each([
    ['cut', /^registry\.example\.com cut the connection$/],
    ['silent', /^registry\.example\.com stopped answering$/],
    ['redirect', /sends the browser to a place that cannot be reached$/],
    ['anything', /cannot be reached$/],
  ])('of unreachable are more exact where %s was found', (found, title) => {
    const error = new AppError('unavailable', 'x', { reason: 'unreachable', detail: { found } });
    const words = describeError({ ...facts, error });
    expect(words.title).toMatch(title);
    expect(words.next).not.toContain('access');
  });

  it.each([
    ['local_network', 'prompt', /^Ask this browser for access/],
    ['local_network', 'denied', /^Access was refused.*site settings beside the address/],
    ['unreachable', 'prompt', /your own network, first ask this browser/],
    ['unreachable', 'denied', /your own network, first allow.*site settings beside the address/],
  ] as const)('of %s where access is %s say how it is given', (reason, access, next) => {
    const error = new AppError('unavailable', 'x', { reason, detail: { access } });
    expect(describeError({ ...facts, error }).next).toMatch(next);
  });

  const source = { host: 'ghcr.io', name: 'team/app', reason: 'not_found' };

  it.each([
    ['not_found', [], 'This is not in this browser', /so no repository is known/, /with the repository that has it/],
    [
      'not_found',
      [source],
      'Not in this browser, and the one repository it may be of does not have it',
      /refers to it/,
      /another/,
    ],
    [
      'not_found',
      [source, source, source],
      'Not in this browser, and none of the 3 repositories it may be of has it',
      /looked for/,
      /another/,
    ],
    [
      'corrupt',
      [],
      'What was stored here is damaged',
      /not known here which repository/,
      /with the repository that has it/,
    ],
    ['corrupt', [source], 'What was stored here is damaged', /could not be fetched anew/, /^Connect/],
    ['unauthenticated', [source], 'registry.example.com wants to know who you are', /401/, /^Sign in/],
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
      title: 'This tab is of an older release',
      why: expect.stringMatching(/^A newer release of this app has changed the store\./),
      next: 'Reload this page.',
    });
  });

  it('of a page and a worker that do not understand each other send to a reload', () => {
    const detail = { found: 'other_release' };
    const error = new AppError('failed_precondition', 'x', { reason: 'unsupported', detail });
    expect(describeError({ ...facts, error })).toMatchObject({
      title: 'This page and its worker are of different releases',
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
    ['server_error', { retryAfterMs: 90_000 }, 'Try again in 90 seconds; if it stays, tell whoever runs it.'],
    ['server_error', {}, 'Try again later; if it stays, tell whoever runs it.'],
  ] as const)('of %s with %j say when to try again', (reason, detail, next) => {
    expect(describeError({ ...facts, error: new AppError('unavailable', 'x', { reason, detail }) }).next).toBe(next);
  });

  it.each([
    [{}, 'Manifests and configs over 4 MiB are'],
    [{ limitBytes: 4_194_304 }, 'Manifests and configs over 4 MiB are'],
    [{ limitBytes: 8_388_608 }, 'Answers of this kind over 8 MiB are'],
    [{ limitBytes: 262_144 }, 'Answers of this kind over 256 KiB are'],
    [{ limitEntries: 100_000 }, 'Answers of this kind over 100,000 entries are'],
  ])('of what is too large name the limit: %j', (detail, why) => {
    const error = new AppError('resource_exhausted', 'x', { reason: 'too_large', detail });
    expect(describeError({ ...facts, error }).why).toContain(why);
  });

  it.each(['digest_mismatch', 'invalid_manifest', 'unsupported', 'server_error'] as const)(
    'of %s say that a web page came where one did',
    (reason) => {
      const error = new AppError('internal', 'x', { reason, detail: { found: 'webpage' } });
      const words = describeError({ ...facts, error });
      expect(words.title).toBe('registry.example.com answers with a web page');
      expect(words.why).toMatch(/HTML came.*sign-in page or a proxy.* Nothing was stored\.$/);
      expect(words.next).toContain('https://registry.example.com/v2/');
    },
  );

  it('of a token service that failed say that it is one', () => {
    const error = new AppError('unavailable', 'x', { reason: 'server_error', detail: { found: 'no_token' } });
    expect(describeError({ ...facts, error }).why).toMatch(/token service .* gave no token/);
  });

  it('is internal where no reason is known', () => {
    expect(describeError({ ...facts, error: new AppError('unavailable', 'x') }).reason).toBe('internal');
  });
});
