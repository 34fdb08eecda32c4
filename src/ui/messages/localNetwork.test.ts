import { describe, expect, it } from 'vitest';
import { AppError, reasons } from '../../errors/index.ts';
import { accessWords, originToReach } from './localNetwork.ts';

const url = 'http://localhost:5000/v2/team/app/manifests/latest';
const errorOf = (reason: (typeof reasons)[number], detail: Record<string, unknown>) =>
  new AppError('unavailable', 'x', { reason, detail: { url, ...detail } });

describe('the origin to ask access for', () => {
  it('is that of the request which the browser kept from the local network, or may have', () => {
    expect(originToReach(errorOf('local_network', { access: 'prompt' }))).toBe('http://localhost:5000');
    expect(originToReach(errorOf('unreachable', { access: 'prompt' }))).toBe('http://localhost:5000');
  });

  it('is none where access was refused before: no browser asks then', () => {
    expect(originToReach(errorOf('local_network', { access: 'denied' }))).toBeUndefined();
    expect(originToReach(errorOf('unreachable', { access: 'denied' }))).toBeUndefined();
  });

  it.each(reasons.filter((reason) => reason !== 'local_network'))('is none of %s', (reason) => {
    expect(
      originToReach(errorOf(reason, reason === 'unreachable' ? { found: 'cut' } : { access: 'prompt' })),
    ).toBeUndefined();
  });

  it.each([undefined, 7, '', 'localhost:'])('is none where the address is %j', (url) => {
    expect(originToReach(errorOf('local_network', { access: 'prompt', url }))).toBeUndefined();
  });
});

describe('what is said of access', () => {
  it('says what to tick in a browser that gives a page more than its worker', () => {
    expect(accessWords.asking('a')).toContain('Remember my choice');
    expect(accessWords.unshared('a')).toContain('remember your choice');
  });
});
