import { describe, expect, it } from 'vitest';
import { AppError } from '../../errors/index.ts';
import { urlToOpen } from '../messages/urlToOpen.ts';
import { registryAddress } from './requestedUrl.ts';

const origin = 'https://scope.example';

describe('registryAddress', () => {
  const hosts = {
    listed: { 'lan.example': { plainHttp: true }, 'set.example': { server: 'https://listed.example' } },
    own: { 'set.example': { server: 'https://own.example/cache' } },
  };
  it.each([
    ['ghcr.io', { base: 'https://ghcr.io', isPlainHttp: false }],
    ['docker.io', { base: 'https://registry-1.docker.io', isPlainHttp: false }],
    ['localhost:5000', { base: 'http://localhost:5000', isPlainHttp: true }],
    ['[::1]:5000', { base: 'http://[::1]:5000', isPlainHttp: true }],
    ['127.0.0.1', { base: 'http://127.0.0.1', isPlainHttp: true }],
    ['lan.example', { base: 'http://lan.example', isPlainHttp: true }],
    ['set.example', { base: 'https://own.example/cache', isPlainHttp: false }],
    ['the registry', undefined],
    ['', undefined],
  ])('returns for %s %j', (host, address) => {
    expect(registryAddress(host, origin, hosts)).toEqual(address);
  });

  it('uses plain HTTP for the page’s own host if the page does', () => {
    expect(registryAddress('nas:8080', 'http://nas:8080')).toEqual({ base: 'http://nas:8080', isPlainHttp: true });
  });
});

describe('urlToOpen', () => {
  it.each([
    ['http://localhost:5000/v2/team/app/manifests/1', 'localhost:5000', 'http://localhost:5000/v2/'],
    ['http://lan.example/v2/a/v2/b/tags/list', 'lan.example', 'http://lan.example/v2/'],
    ['https://own.example/cache/v2/a/tags/list', 'set.example', 'https://own.example/cache/v2/'],
    ['https://auth.example/token', 'ghcr.io', 'https://auth.example/token'],
    [`${origin}/v2/library/a/manifests/1`, 'docker.io', `${origin}/v2/`],
    [`${origin}/gateway/docker.io/v2/library/a/manifests/1`, 'docker.io', 'https://registry-1.docker.io/v2/'],
    [undefined, 'localhost:5000', 'http://localhost:5000/v2/'],
    ['javascript:alert(1)', 'ghcr.io', 'https://ghcr.io/v2/'],
    [undefined, 'the registry', undefined],
  ])('returns for %s the URL to open in a tab', (url, host, opens) => {
    const error = new AppError('unavailable', 'x', { detail: url === undefined ? {} : { url } });
    expect(urlToOpen(error, host, origin)).toBe(opens);
  });
});
