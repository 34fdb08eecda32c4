import { describe, expect, it } from 'vitest';
import { isLoopback, registryOrigin } from '../oci/index.ts';

const origin = 'http://192.168.1.5:4173';

describe('registryOrigin', () => {
  it.each([
    ['docker.io', 'https://registry-1.docker.io'],
    ['ghcr.io', 'https://ghcr.io'],
    ['registry.example:8443', 'https://registry.example:8443'],
    ['localhost:5000', 'http://localhost:5000'],
    ['127.0.0.1:5000', 'http://127.0.0.1:5000'],
    ['[::1]:5000', 'http://[::1]:5000'],
    ['registry.lan', 'https://registry.lan'],
    ['192.168.1.5:4173', 'http://192.168.1.5:4173'],
    ['192.168.1.5:5000', 'https://192.168.1.5:5000'],
  ])('is for %s %s', (host, url) => {
    expect(registryOrigin(host, { isPlainHttp: false, origin })).toBe(url);
  });

  it('is http if set to plain http', () => {
    expect(registryOrigin('registry.lan:5000', { isPlainHttp: true, origin })).toBe('http://registry.lan:5000');
  });

  it.each(['', 'a b', 'user@host', 'host/path', 'host?x', 'host#x', 'a\\b', 'host:99999'])(
    '"%s" is refused',
    (host) => {
      expect(() => registryOrigin(host, { isPlainHttp: false, origin })).toThrow(
        expect.objectContaining({ reason: 'invalid_reference' }),
      );
    },
  );
});

it('does not take similar names for loopback', () => {
  for (const host of ['localhost', 'app.localhost:1', '127.1.2.3', '[::1]:5000']) expect(isLoopback(host)).toBe(true);
  for (const host of ['localhost.example', '128.0.0.1', '127.0.0.1.example', '[::2]'])
    expect(isLoopback(host)).toBe(false);
});
