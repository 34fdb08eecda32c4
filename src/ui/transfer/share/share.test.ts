import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { qrPath } from './qrPath.ts';
import { reachText, shareLinks } from './shareLinks.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const where = { host: 'ghcr.io', name: 'team/app' };
const asked = {
  origin: 'https://app.example',
  repository: where,
  digest,
  tag: 'ghcr.io/team/app:1',
  select: 'manifests/0',
};

describe('links', () => {
  it('name the digest, and the tag where there is one, with what is selected', () => {
    expect(shareLinks(asked)).toEqual([
      { kind: 'digest', url: `https://app.example/#ghcr.io/team/app@${digest}&select=manifests/0` },
      { kind: 'tag', url: 'https://app.example/#ghcr.io/team/app:1&select=manifests/0' },
    ]);
    expect(shareLinks({ ...asked, repository: undefined, tag: '', select: '' })).toEqual([
      { kind: 'digest', url: `https://app.example/#${digest}` },
    ]);
  });

  it('that others cannot open are told of', () => {
    expect(reachText('http://localhost:4173/#a', where)).toContain('served by this machine');
    expect(reachText('https://app.example/#a', { ...where, host: 'localhost:5000' })).toContain('registry');
    expect(reachText('https://app.example/#a', where)).toBe('');
  });
});

it('a code is its modules as one path, in a quiet zone of four', () => {
  const { path, size } = qrPath('https://app.example/');
  const { data } = encode('https://app.example/', { ecc: 'M', border: 4 });
  const drawn = new Set([...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`));
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`${x} ${y}`] : [])));
  expect(drawn).toEqual(new Set(dark));
  expect(drawn.size).toBeGreaterThan(200);
  for (const place of drawn) for (const at of place.split(' ').map(Number)) expect(at >= 4 && at < size - 4).toBe(true);
});
