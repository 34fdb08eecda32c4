import { describe, expect, it } from 'vitest';
import { formatHostEntry, parseHostEntry, parseHostsFile } from './hostsFile.ts';

describe('parseHostsFile', () => {
  it('reads the gateway and the settings of each host', () => {
    const file = parseHostsFile({
      gateway: '/gateway/',
      hosts: {
        'docker.io': { server: 'https://registry-1.docker.io/', mirrors: ['https://mirror.example/hub/'] },
        'registry.lan:5000': { plainHttp: true, auth: 'basic' },
        '[::1]:5000': { auth: { realm: 'http://localhost:5001/token', service: 'r' } },
        'ghcr.io': {},
      },
    });
    expect(file.gateway).toBe('/gateway/');
    expect(Object.fromEntries(file.hosts)).toEqual({
      'docker.io': {
        server: 'https://registry-1.docker.io',
        mirrors: ['https://mirror.example/hub'],
        plainHttp: false,
      },
      'registry.lan:5000': { mirrors: [], plainHttp: true, auth: { scheme: 'basic' } },
      '[::1]:5000': {
        mirrors: [],
        plainHttp: false,
        auth: { scheme: 'bearer', realm: 'http://localhost:5001/token', service: 'r' },
      },
      'ghcr.io': { mirrors: [], plainHttp: false },
    });
    for (const [host, entry] of file.hosts) expect(parseHostEntry(host, formatHostEntry(entry))).toEqual(entry);
  });

  it('accepts an empty file', () => {
    expect(parseHostsFile({})).toEqual({ hosts: new Map() });
    expect(parseHostsFile({ gateway: 'https://gateway.example/x' }).gateway).toBe('https://gateway.example/x/');
  });

  it.each([
    ['a value that is not an object', [], 'hosts.json is not an object'],
    ['null', null, 'hosts.json is not an object'],
    ['a misspelt key', { host: {} }, 'hosts.json has the unknown key "host"'],
    ['an invalid host', { hosts: { 'a/b': {} } }, '"a/b" is not a host'],
    ['a gateway that leaves the site', { gateway: '//evil.example/' }, '"gateway" is not an http or https URL'],
    ['a gateway that climbs', { gateway: '/../' }, '"gateway" is not an http or https URL'],
    ['a server of another scheme', { hosts: { a: { server: 'file:///x' } } }, '"server" is not an http or https URL'],
    ['a server with a password', { hosts: { a: { server: 'https://u:p@a' } } }, '"server" has a user or a fragment'],
    ['a server with a query', { hosts: { a: { server: 'https://a/?x=1' } } }, '"server" has a query'],
    ['mirrors that are not a list', { hosts: { a: { mirrors: 'https://a' } } }, '"mirrors" is not an array'],
    ['too many mirrors', { hosts: { a: { mirrors: Array(17).fill('https://a') } } }, '"mirrors" has more than 16'],
    ['a mirror that is not a URL', { hosts: { a: { mirrors: ['https://a', 1] } } }, '"mirrors" › 1 is not an http'],
    ['plainHttp that is not a boolean', { hosts: { a: { plainHttp: 'no' } } }, '"plainHttp" is not a boolean'],
    ['a misspelt key of a host', { hosts: { a: { mirror: [] } } }, 'has the unknown key "mirror"'],
    ['an unknown scheme', { hosts: { a: { auth: 'digest' } } }, '"auth" is not an object'],
    ['a realm over http', { hosts: { a: { auth: { realm: 'http://a.example/' } } } }, '"realm" is not https'],
    [
      'a service that is not a string',
      { hosts: { a: { auth: { realm: 'https://a/', service: 1 } } } },
      'is not a string',
    ],
  ])('refuses %s with the path of the fault', (_what, value, message) => {
    expect(() => parseHostsFile(value)).toThrow(
      expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining(message) }),
    );
  });
});
