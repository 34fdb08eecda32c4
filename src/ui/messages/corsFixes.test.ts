import { describe, expect, it } from 'vitest';
import type { Reason } from '../../errors/index.ts';
import { corsFixes } from './corsFixes.ts';

const facts = { host: 'registry.example.com:5000', origin: 'https://scope.example.org' };
const labelsFor = (reason: Reason, host = facts.host) =>
  corsFixes({ ...facts, host, reason }).map(({ label }) => label);

describe('the fixes to choose from', () => {
  it('begin with the registries where an origin is not allowed or a header hidden', () => {
    const all = ['Distribution 3', 'Distribution 2', 'zot', 'Harbor', 'Quay', 'nginx', 'Caddy', 'Traefik'];
    for (const reason of ['cors_missing', 'cors_origin', 'header_hidden'] as const)
      expect(labelsFor(reason)).toEqual(all);
  });

  it('begin with the proxies where a preflight is refused, since a registry refuses it before it reads its settings', () => {
    expect(labelsFor('preflight_refused').slice(0, 3)).toEqual(['nginx', 'Caddy', 'Traefik']);
  });

  it('keep the registry from redirecting, or allow every origin at the storage, where a redirect is the reason', () => {
    const fixes = corsFixes({ ...facts, reason: 'redirect_cors' });
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
    'are none for %s',
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
  ])('are none for %s, which its readers cannot configure', (host) => {
    expect(labelsFor('cors_missing', host)).toEqual([]);
  });

  it.each(['notdocker.io', 'quay.io.example.com', 'quay.example.com', 'localhost:5000'])(
    'are given for %s, which only looks like a hosted one',
    (host) => expect(labelsFor('cors_missing', host)).not.toEqual([]),
  );

  it('name the origin of the page, and the host without its port where Traefik compares names', () => {
    for (const { label, snippet } of corsFixes({ ...facts, reason: 'cors_missing' })) {
      expect(snippet, label).toContain('https://scope.example.org');
      expect(snippet, label).toContain('OCI-Filters-Applied');
    }
    const traefik = corsFixes({ ...facts, reason: 'cors_missing' }).find(({ label }) => label === 'Traefik');
    expect(traefik?.snippet).toContain("'Host(`registry.example.com`)'");
  });

  it('make Caddy serve plain http for a registry that is requested so', () => {
    const caddyOf = (isPlainHttp: boolean) =>
      corsFixes({ ...facts, reason: 'cors_missing', isPlainHttp }).find(({ label }) => label === 'Caddy')?.snippet;
    expect(caddyOf(true)).toMatch(/^http:\/\/registry\.example\.com:5000 \{/);
    expect(caddyOf(false)).toMatch(/^registry\.example\.com:5000 \{/);
  });
});
