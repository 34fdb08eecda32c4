import { describe, expect, it } from 'vitest';
import { AppError, reasons } from '../../errors/index.ts';
import { accessTexts, originToReach } from './localNetworkAccess.ts';

const url = 'http://localhost:5000/v2/team/app/manifests/latest';
const errorOf = (reason: (typeof reasons)[number], detail: Record<string, unknown>) =>
  new AppError('unavailable', 'x', { reason, detail: { url, ...detail } });

describe('originToReach', () => {
  it('returns the origin of a request that the browser blocked or may have blocked', () => {
    expect(originToReach(errorOf('local_network', { access: 'prompt' }))).toBe('http://localhost:5000');
    expect(originToReach(errorOf('unreachable', { access: 'prompt' }))).toBe('http://localhost:5000');
  });

  it('returns undefined after access was denied, since browsers show no prompt then', () => {
    expect(originToReach(errorOf('local_network', { access: 'denied' }))).toBeUndefined();
    expect(originToReach(errorOf('unreachable', { access: 'denied' }))).toBeUndefined();
  });

  it.each(reasons.filter((reason) => reason !== 'local_network'))('returns undefined for %s', (reason) => {
    expect(
      originToReach(errorOf(reason, reason === 'unreachable' ? { found: 'cut' } : { access: 'prompt' })),
    ).toBeUndefined();
  });

  it.each([undefined, 7, '', 'localhost:'])('returns undefined for the URL %j', (url) => {
    expect(originToReach(errorOf('local_network', { access: 'prompt', url }))).toBeUndefined();
  });
});

describe('accessTexts', () => {
  it('names the checkbox of browsers that grant a page more than its worker', () => {
    expect(accessTexts.asking('a')).toContain('Remember my choice');
    expect(accessTexts.unshared('a')).toContain('remember your choice');
  });
});
