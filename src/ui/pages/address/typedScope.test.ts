import { describe, expect, it } from 'vitest';
import { type ListScope, scopeOf } from './typedScope.ts';

const repositories = (host: string): ListScope => ({ kind: 'repositories', host });
const tags = (host: string, name: string): ListScope => ({ kind: 'tags', repository: { host, name } });
const nothingKnown = () => false;

describe('scopeOf', () => {
  it.each([
    ['ghcr.io/', repositories('ghcr.io'), ''],
    ['ghcr.io/owner/a', repositories('ghcr.io'), 'owner/a'],
    ['localhost:5000/te', repositories('localhost:5000'), 'te'],
    [' localhost/team ', repositories('localhost'), 'team'],
    ['ghcr.io/owner/app:', tags('ghcr.io', 'owner/app'), ''],
    ['localhost:5000/team/app:1.4', tags('localhost:5000', 'team/app'), '1.4'],
    ['docker.io/library/alpine:3', tags('docker.io', 'library/alpine'), '3'],
    ['grafana/grafana:', tags('docker.io', 'grafana/grafana'), ''],
  ])('%j is completed by a list', (typed, scope, prefix) => {
    expect(scopeOf(typed, nothingKnown)).toEqual({ scope, prefix });
  });

  it.each([
    '',
    '/',
    ':',
    'ghcr.io',
    'alpine',
    'localhost:5000',
    'registry:5000',
    'docker.io/',
    'docker.io/library/al',
    'index.docker.io/library/',
    'registry-1.docker.io/library/',
    'grafana/gra',
    'https://ghcr.io/owner/',
    'docker pull ghcr.io/owner/',
    `ghcr.io/owner/app@sha256:${'a'.repeat(64)}`,
    `sha256:${'a'.repeat(64)}`,
    'ghcr.io/Not A Name:',
    '../../etc:',
  ])('%j is completed by no list', (typed) => {
    expect(scopeOf(typed, nothingKnown)).toBeUndefined();
  });

  it('lists tags of a name without a host only if the repository is known', () => {
    const isKnown = ({ host, name }: { readonly host: string; readonly name: string }) =>
      `${host}/${name}` === 'docker.io/library/alpine';
    expect(scopeOf('alpine:3', isKnown)).toEqual({ scope: tags('docker.io', 'library/alpine'), prefix: '3' });
    expect(scopeOf('registry:5', isKnown)).toBeUndefined();
  });
});
