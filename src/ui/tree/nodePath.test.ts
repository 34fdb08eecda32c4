import { describe, expect, it } from 'vitest';
import { ancestorsOf, isNodePath } from './nodePath.ts';

describe('a node path', () => {
  it.each([
    '',
    'config',
    'layers',
    'layers/2',
    'blobs/0',
    'manifests/0',
    'manifests/0/manifests/12/config',
    'referrers',
    'manifests/0/referrers/1/referrers/0/layers/2',
  ])('accepts %j', (path) => {
    expect(isNodePath(path)).toBe(true);
  });

  it.each([
    'manifests',
    'manifests/0/',
    'layers/x',
    'config/layers',
    'referrers/0/',
    'config/referrers/0',
    'layers/1/config',
    '/config',
    'manifests/-1',
  ])('rejects %j', (path) => {
    expect(isNodePath(path)).toBe(false);
  });

  it('has its ancestors, outermost first', () => {
    expect(ancestorsOf('')).toEqual([]);
    expect(ancestorsOf('config')).toEqual(['']);
    expect(ancestorsOf('layers/2')).toEqual(['', 'layers']);
    expect(ancestorsOf('manifests/0/manifests/3/layers/1')).toEqual([
      '',
      'manifests/0',
      'manifests/0/manifests/3',
      'manifests/0/manifests/3/layers',
    ]);
    expect(ancestorsOf('manifests/0/referrers/1/layers/0')).toEqual([
      '',
      'manifests/0',
      'manifests/0/referrers',
      'manifests/0/referrers/1',
      'manifests/0/referrers/1/layers',
    ]);
    expect(() => ancestorsOf('manifests')).toThrow('"manifests" is not a node path');
  });
});
