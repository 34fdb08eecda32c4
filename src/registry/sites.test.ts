import { describe, expect, it } from 'vitest';
import { sitesToAgree } from './sites.ts';

const app = 'https://app.example';

function sites(credentialHost: string, base: string, realm?: string): readonly string[] {
  const endpoint = { base, credentialHost, ns: undefined, auth: undefined };
  return sitesToAgree(endpoint, realm === undefined ? undefined : new URL(realm), app);
}

describe('sitesToAgree is empty', () => {
  it.each([
    ['the host itself', 'registry.example', 'https://registry.example'],
    ['the host itself, in upper case', 'Registry.Example', 'https://registry.example'],
    ['a token service at the host', 'registry.example', 'https://registry.example', 'https://registry.example/token'],
    ['subdomains of the host', 'docker.io', 'https://registry-1.docker.io', 'https://auth.docker.io/token'],
    ['a host with a port', 'registry.example:8443', 'https://registry.example:8443', 'https://a.registry.example/t'],
    ['this machine over plain http', 'localhost:5000', 'http://localhost:5000', 'http://localhost:5000/token'],
    ['the gateway of the app', 'ghcr.io', `${app}/gateway/ghcr.io`, `${app}/gateway/ghcr.io/token`],
  ])('for %s', (_what, host, base, realm?: string) => {
    expect(sites(host, base, realm)).toEqual([]);
  });
});

describe('sitesToAgree', () => {
  it.each([
    ['a server elsewhere', 'docker.io', 'https://evil.example', 'https://auth.docker.io/t', ['https://evil.example']],
    [
      'a token service of the server elsewhere',
      'a.example',
      'https://b.example',
      'https://b.example/t',
      ['https://b.example'],
    ],
    ['two sites', 'a.example', 'https://b.example', 'https://c.example/t', ['https://b.example', 'https://c.example']],
    ['another port', 'registry.example', 'https://registry.example:8443', undefined, ['https://registry.example:8443']],
    ['another port of the host', 'r.example:1', 'https://r.example', undefined, ['https://r.example']],
    ['the host over plain http', 'registry.lan', 'http://registry.lan', undefined, ['http://registry.lan']],
    ['a subdomain over plain http', 'r.lan', 'http://mirror.r.lan', undefined, ['http://mirror.r.lan']],
    [
      'a name with the same ending',
      'r.example',
      'https://r.example',
      'https://evilr.example/t',
      ['https://evilr.example'],
    ],
    [
      'a name with a trailing dot',
      'r.example',
      'https://r.example',
      'https://a.r.example./t',
      ['https://a.r.example.'],
    ],
    ['a similar name', 'r.example', 'https://r.example', 'https://а.r.exаmple/t', ['https://xn--80a.r.xn--exmple-4nf']],
    [
      'the host as a user name',
      'r.example',
      'https://r.example',
      'https://r.example@evil.example/t',
      ['https://evil.example'],
    ],
    ['the app, for a registry on another site', 'r.example', 'https://r.example', `${app}/t`, [app]],
  ])('lists %s', (_what, host, base, realm, expected) => {
    expect(sites(host, base, realm)).toEqual(expected);
  });
});
