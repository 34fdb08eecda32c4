import { describe, expect, it } from 'vitest';
import type { Reason } from '../../errors/index.ts';
import { corsFixes } from './corsFixes.ts';

const details = { host: 'registry.example.com:5000', origin: 'https://scope.example.org' };
const labelsFor = (reason: Reason, host = details.host) =>
  corsFixes({ ...details, host, reason }).map(({ label }) => label);

describe('corsFixes', () => {
  it('lists registries first when an origin is not allowed or a header is not exposed', () => {
    const all = ['Distribution 3', 'Distribution 2', 'zot', 'Harbor', 'Quay', 'nginx', 'Caddy', 'Traefik'];
    for (const reason of ['cors_missing', 'cors_origin', 'header_hidden'] as const)
      expect(labelsFor(reason)).toEqual(all);
  });

  it('lists proxies first when a preflight is rejected, since a registry rejects it before it reads its settings', () => {
    expect(labelsFor('preflight_refused').slice(0, 3)).toEqual(['nginx', 'Caddy', 'Traefik']);
  });

  it('disables redirects or allows every origin at the storage when a redirect is the cause', () => {
    const fixes = corsFixes({ ...details, reason: 'redirect_cors' });
    expect(fixes.map(({ label }) => label)).toEqual([
      'Distribution 3',
      'Distribution 2',
      'Harbor',
      'Quay',
      'S3 bucket',
    ]);
    expect(JSON.parse(fixes.at(-1)?.snippet ?? '')).toMatchObject([{ AllowedOrigins: ['*'] }]);
  });

  it.each<Reason>(['unreachable', 'tls', 'offline', 'mixed_content', 'local_network', 'not_found', 'internal'])(
    'returns none for %s',
    (reason) => expect(labelsFor(reason)).toEqual([]),
  );

  it.each([
    'docker.io',
    'registry-1.docker.io',
    'ghcr.io',
    'quay.io',
    'gcr.io',
    'eu.gcr.io',
    'europe-docker.pkg.dev',
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    'team.azurecr.io',
    'registry.gitlab.com',
    'public.ecr.aws',
  ])('returns none for %s, whose users cannot configure it', (host) => {
    expect(labelsFor('cors_missing', host)).toEqual([]);
  });

  it.each(['notdocker.io', 'quay.io.example.com', 'quay.example.com', 'localhost:5000'])(
    'returns fixes for %s, which only resembles a public registry',
    (host) => expect(labelsFor('cors_missing', host)).not.toEqual([]),
  );

  it('names the page origin, and for Traefik the host without its port', () => {
    for (const { label, snippet } of corsFixes({ ...details, reason: 'cors_missing' })) {
      expect(snippet, label).toContain('https://scope.example.org');
      expect(snippet, label).toContain('OCI-Filters-Applied');
    }
    const traefik = corsFixes({ ...details, reason: 'cors_missing' }).find(({ label }) => label === 'Traefik');
    expect(traefik?.snippet).toContain("'Host(`registry.example.com`)'");
  });

  it('makes Caddy serve plain HTTP for a registry requested over plain HTTP', () => {
    const caddyOf = (isPlainHttp: boolean) =>
      corsFixes({ ...details, reason: 'cors_missing', isPlainHttp }).find(({ label }) => label === 'Caddy')?.snippet;
    expect(caddyOf(true)).toMatch(/^http:\/\/registry\.example\.com:5000 \{/);
    expect(caddyOf(false)).toMatch(/^registry\.example\.com:5000 \{/);
  });
});
