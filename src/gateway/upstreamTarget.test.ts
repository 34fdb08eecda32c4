import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../errors/index.ts';
import { parseTarget } from './upstreamTarget.ts';

const hosts = new Set(['ghcr.io', 'localhost:5000', '[::1]:5000']);
const digest = `sha256:${'0'.repeat(64)}`;

describe('parseTarget', () => {
  it.each([
    ['/gateway/ghcr.io/v2/', 'ghcr.io', '/v2/', ''],
    [`/gateway/ghcr.io/v2/a/b__c/blobs/${digest}`, 'ghcr.io', `/v2/a/b__c/blobs/${digest}`, ''],
    ['/gateway/localhost:5000/v2/_catalog?n=2&last=a', 'localhost:5000', '/v2/_catalog', '?n=2&last=a'],
    ['/gateway/[::1]:5000/v2/a/tags/list?last=a?b/../c', '[::1]:5000', '/v2/a/tags/list', '?last=a?b/../c'],
    ['/gateway/ghcr.io/token?service=ghcr.io&scope=a:b', 'ghcr.io', 'token', '?service=ghcr.io&scope=a:b'],
  ])('reads %s', (address, host, path, query) => {
    expect(parseTarget(address, hosts)).toEqual({ host, path, query });
  });

  it.each([
    '/gateway/',
    '/gateway//v2/',
    '/gateway/evil.example/v2/',
    '/gateway/GHCR.IO/v2/',
    '/gateway/ghcr.io@evil.example/v2/',
    '/gateway/user@ghcr.io/v2/',
    '/gateway/ghcr.io:443/v2/',
    '/gateway/ghcr.io%2f/v2/',
    '/gateway/ghcr.io\\/v2/',
    '/gateway/../ghcr.io/v2/',
    '/gateway/http://ghcr.io/v2/',
  ])('refuses %s: the host is not listed', (address) => {
    expect(() => parseTarget(address, hosts)).toThrow(expect.objectContaining({ code: 'permission_denied' }));
  });

  it.each([
    '',
    '/',
    '/v1/',
    '/v2',
    '/v20/',
    '//v2/',
    '/v2//a',
    '/v2/a//b',
    '/v2/../token',
    '/v2/a/..',
    '/v2/./a',
    '/v2/%2e%2e/a',
    '/v2/..%2fa',
    '/v2/a%00',
    '/v2/@evil.example/a',
    '/v2/\\evil.example',
    '/v2/a;b',
    '/token/',
    '/token/v2/',
    `/v2/${'a/'.repeat(600)}`,
  ])('refuses %j of a listed host', (path) => {
    expect(() => parseTarget(`/gateway/ghcr.io${path}`, hosts)).toThrow(expect.objectContaining({ code: 'not_found' }));
  });

  it('never leaves the named host', () => {
    const piece = fc.constantFrom('/', '..', '.', '%2f', '@', '\\', ':', '//', 'v2', 'a', '?', 'evil.example', 'http:');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          const { path, query } = parseTarget(`/gateway/ghcr.io/v2/${pieces.join('')}`, hosts);
          const url = new URL(`https://ghcr.io${path}${query}`);
          expect(url.host).toBe('ghcr.io');
          expect(url.pathname).toBe(path);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
        }
      }),
    );
  });

  it('refuses a long, nearly valid path at once', () => {
    expect(() => parseTarget(`/gateway/ghcr.io/v2/${'a'.repeat(1000)}!`, hosts)).toThrow(AppError);
  });
});
