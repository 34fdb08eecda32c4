import { describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import {
  formatFamiliar,
  formatReference,
  parseAddress,
  parseNamedReference,
  parseReference,
  tagNameOnly,
} from './index.ts';

const hex = 'a1'.repeat(32);
const digest = `sha256:${hex}`;

describe('parseReference', () => {
  test.each([
    ['alpine', 'docker.io/library/alpine', 'alpine'],
    ['index.docker.io/foo/bar:1', 'docker.io/foo/bar:1', 'foo/bar:1'],
    ['docker.io/library/foo/bar', 'docker.io/library/foo/bar', 'library/foo/bar'],
    ['localhost/x', 'localhost/x', 'localhost/x'],
    ['host:5000', 'docker.io/library/host:5000', 'host:5000'],
    ['[::1]:5000/x/y:t', '[::1]:5000/x/y:t', '[::1]:5000/x/y:t'],
    ['registry-1.docker.io/library/x', 'registry-1.docker.io/library/x', 'registry-1.docker.io/library/x'],
    ['under_score.com/x', 'under_score.com/x', 'under_score.com/x'],
    [
      `x:t@sha512:${'0'.repeat(128)}`,
      `docker.io/library/x:t@sha512:${'0'.repeat(128)}`,
      `x:t@sha512:${'0'.repeat(128)}`,
    ],
    [`x@sha384:${'0'.repeat(96)}`, `docker.io/library/x@sha384:${'0'.repeat(96)}`, `x@sha384:${'0'.repeat(96)}`],
    [hex, digest, digest],
    [digest, digest, digest],
  ])('parses %s as %s, shown as %s', (text, normalised, familiar) => {
    expect(formatReference(parseReference(text))).toBe(normalised);
    expect(formatFamiliar(parseReference(text))).toBe(familiar);
  });

  test.each([
    ['', 'invalid reference format'],
    ['FOO', 'repository name (library/FOO) must be lowercase'],
    ['Under_Score.com/x', 'repository name must be lowercase'],
    [`a/${'b'.repeat(254)}`, 'must not be more than 255 characters'],
    ['x'.repeat(100_000), 'invalid reference format'],
    [`x@sha256:${'A'.repeat(64)}`, 'invalid checksum digest format'],
    [`x@sha512:${'a'.repeat(64)}`, 'invalid checksum digest length'],
    [`x@blake3:${'a'.repeat(64)}`, 'unsupported digest algorithm'],
    [`x@sha256:${'a'.repeat(31)}`, 'invalid reference format'],
    [`x:${'t'.repeat(129)}`, 'invalid reference format'],
    ['x\n', 'invalid reference format'],
    ['a..b/c/d', 'invalid reference format'],
  ])('refuses %j: %s', (text, message) => {
    const refuse = () => parseReference(text);
    expect(refuse).toThrow(message);
    expect(refuse).toThrow(AppError);
    expect(refuse).toThrow(expect.objectContaining({ code: 'invalid_argument', reason: 'invalid_reference' }));
  });

  test('reads a digest as a name with a long tag if a name is required', () => {
    expect(parseNamedReference(digest)).toEqual({ domain: 'docker.io', path: 'library/sha256', tag: hex });
    expect(() => parseNamedReference(hex)).toThrow('cannot specify 64-byte hexadecimal strings');
  });

  test('adds latest to a bare name only', () => {
    expect(formatReference(tagNameOnly(parseNamedReference('x')))).toBe('docker.io/library/x:latest');
    expect(formatReference(tagNameOnly(parseNamedReference(`x@${digest}`)))).toBe(`docker.io/library/x@${digest}`);
  });
});

test.each(['[a.b/x', '[::1/x', 'a.b]/x', '[/x'])('refuses %s: it has no IPv6 address in brackets', (text) => {
  expect(() => parseReference(text)).toThrow('invalid reference format');
});

describe('parseAddress', () => {
  test.each([
    [' alpine:3 ', 'docker.io/library/alpine:3'],
    ['"alpine"', 'docker.io/library/alpine'],
    ['docker pull alpine', 'docker.io/library/alpine'],
    ['$ sudo docker pull --platform linux/arm64 ghcr.io/a/b:1', 'ghcr.io/a/b:1'],
    ['docker pull --platform=linux/arm64 -q alpine', 'docker.io/library/alpine'],
    ['docker run --rm -it -p 80:80 -e A=b nginx:1 sh -c ls', 'docker.io/library/nginx:1'],
    ['docker buildx imagetools inspect --raw alpine', 'docker.io/library/alpine'],
    ['podman pull docker://quay.io/a/b', 'quay.io/a/b'],
    [`crane manifest --platform linux/amd64 gcr.io/x/y@${digest}`, `gcr.io/x/y@${digest}`],
    ['skopeo copy docker://alpine oci:out:latest', 'docker.io/library/alpine'],
    ['skopeo inspect --creds me:secret docker://h.example/x', 'h.example/x'],
    ['/usr/bin/docker pull \\\n  alpine', 'docker.io/library/alpine'],
    ['DOCKER_BUILDKIT=1 docker pull alpine', 'docker.io/library/alpine'],
    ['docker pull registry', 'docker.io/library/registry'],
    ['FROM --platform=$BUILDPLATFORM golang:1 AS build', 'docker.io/library/golang:1'],
    ['image: redis:7', 'docker.io/library/redis:7'],
    ['oci://ghcr.io/stefanprodan/charts/podinfo', 'ghcr.io/stefanprodan/charts/podinfo'],
    ['docker-image://alpine', 'docker.io/library/alpine'],
    ['web+oci:alpine', 'docker.io/library/alpine'],
    ['web+oci://ghcr.io/a/b:1/', 'ghcr.io/a/b:1'],
    [`https://ghcr.io/v2/a/b/manifests/${digest}`, `ghcr.io/a/b@${digest}`],
    ['https://registry-1.docker.io/v2/library/alpine/manifests/3', 'docker.io/library/alpine:3'],
    [`https://me:secret@h.example:5000/v2/a/blobs/${digest}`, `h.example:5000/a@${digest}`],
    ['http://localhost:5000/v2/a/b/tags/list?n=5', 'localhost:5000/a/b'],
    [`https://h.example/v2/a/referrers/${digest.replace(':', '%3A')}`, `h.example/a@${digest}`],
    [`http://localhost:4173/v2/library/alpine/manifests/${digest}?ns=docker.io`, `docker.io/library/alpine@${digest}`],
    [`http://localhost:4173/#docker.io/library/alpine@${digest}&tab=raw`, `docker.io/library/alpine@${digest}`],
    ['https://example.org/?image=alpine%3A3', 'docker.io/library/alpine:3'],
    ['https://hub.docker.com/_/alpine', 'docker.io/library/alpine'],
    ['https://hub.docker.com/r/grafana/loki/tags', 'docker.io/grafana/loki'],
    ['https://quay.io/repository/coreos/etcd', 'quay.io/coreos/etcd'],
    ['https://ghcr.io/a/b:1', 'ghcr.io/a/b:1'],
    [digest, digest],
  ])('reads %s as %s', (text, expected) => {
    expect(formatReference(parseAddress(text))).toBe(expected);
  });

  test.each(['', 'two words', 'docker pull', 'https://', 'https://h.example/%ZZ', 'docker pull --help', '$'])(
    'refuses %j',
    (text) => {
      expect(() => parseAddress(text)).toThrow(expect.objectContaining({ reason: 'invalid_reference' }));
    },
  );

  test('leaves passwords out of errors', () => {
    for (const text of ['https://me:hunter2@h.example/%ZZ', 'foo --creds me:hunter2 x', 'foo login -p hunter2']) {
      expect(() => parseAddress(text)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
      );
    }
  });
});
