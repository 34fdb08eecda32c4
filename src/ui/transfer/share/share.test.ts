import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { shareMessages } from '../../messages/share.ts';
import { qrPath } from './qrPath.ts';
import { reachText, shareLinks } from './shareLinks.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const repository = { host: 'ghcr.io', name: 'team/app' };
const options = { origin: 'https://app.example', repository, digest, tag: 'ghcr.io/team/app:1', select: 'manifests/0' };

describe('links', () => {
  it('have the digest, the tag if there is one, and the selected node', () => {
    expect(shareLinks(options)).toEqual([
      { kind: 'digest', url: `https://app.example/#ghcr.io/team/app@${digest}&select=manifests/0` },
      { kind: 'tag', url: 'https://app.example/#ghcr.io/team/app:1&select=manifests/0' },
    ]);
    expect(shareLinks({ ...options, repository: undefined, tag: '', select: '' })).toEqual([
      { kind: 'digest', url: `https://app.example/#${digest}` },
    ]);
  });

  it('have a warning if others cannot open them', () => {
    expect(reachText('http://localhost:4173/#a', repository)).toBe(shareMessages.localPage);
    expect(reachText('https://app.example/#a', { ...repository, host: 'localhost:5000' })).toBe(
      shareMessages.localRegistry,
    );
    expect(reachText('https://app.example/#a', repository)).toBe('');
  });
});

it('draws the modules of a QR code as one path with a quiet zone of 4 modules', () => {
  const { path, size } = qrPath('https://app.example/');
  const { data } = encode('https://app.example/', { ecc: 'M', border: 4 });
  const drawn = new Set([...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`));
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`${x} ${y}`] : [])));
  expect(drawn).toEqual(new Set(dark));
  expect(drawn.size).toBeGreaterThan(200);
  for (const place of drawn) for (const at of place.split(' ').map(Number)) expect(at >= 4 && at < size - 4).toBe(true);
});
