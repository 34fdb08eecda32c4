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

  it('is internal where no reason is known', () => {
    expect(describeError({ ...facts, error: new AppError('unavailable', 'x') }).reason).toBe('internal');
  });
});
