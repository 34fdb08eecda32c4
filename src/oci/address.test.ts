import { describe, expect, it } from 'vitest';
import { type Address, formatReference, parseAddress, parseAddresses } from './index.ts';

const digest = `sha256:${'a1'.repeat(32)}`;

const written = (address: Address): string => {
  if (address.kind === 'image') return formatReference(address.reference);
  if (address.kind === 'repository') return `tags of ${address.domain}/${address.path}`;
  return address.kind === 'registry' ? `registry ${address.host}` : `link ${address.fragment}`;
};
const read = (text: string) => parseAddresses(text).map(written);

describe('parseAddresses of a registry', () => {
  it.each([
    ['http://localhost:5000', 'localhost:5000'],
    ['http://localhost:5000/', 'localhost:5000'],
    ['https://localhost', 'localhost'],
    ['https://registry.example.com/', 'registry.example.com'],
    ['https://registry.example.com/v2', 'registry.example.com'],
    ['https://registry.example.com/v2/', 'registry.example.com'],
    ['https://registry.example.com/v2/_catalog?n=100', 'registry.example.com'],
    ['https://me:secret@registry.example.com:8443/', 'registry.example.com:8443'],
    ['https://registry-1.docker.io/v2/', 'docker.io'],
    ['https://hub.docker.com/', 'docker.io'],
    ['registry.example.com/', 'registry.example.com'],
    ['myhost:5000/', 'myhost:5000'],
    ['DOCKER.IO/', 'docker.io'],
    ['[::1]:5000', '[::1]:5000'],
    ['[2001:DB8::1]', '[2001:db8::1]'],
    ['http://[::1]:5000/v2/', '[::1]:5000'],
    ['https://myhost/', 'myhost:443'],
    ['oci://registry.example.com/', 'registry.example.com'],
  ])('reads %s as that registry only', (text, host) => {
    expect(read(text)).toEqual([`registry ${host}`]);
  });

  it.each([
    ['localhost:5081', 'docker.io/library/localhost:5081'],
    ['LOCALHOST:5081', 'docker.io/library/localhost:5081'],
    ['localhost', 'docker.io/library/localhost'],
    ['registry.example.com', 'docker.io/library/registry.example.com'],
    ['registry.example.com.', 'docker.io/library/registry.example.com'],
    ['127.0.0.1:5000', 'docker.io/library/127.0.0.1:5000'],
    ['docker login registry.example.com', 'docker.io/library/registry.example.com'],
    ['crane catalog localhost:5000', 'docker.io/library/localhost:5000'],
  ])('reads %s as that registry first, then as the image that docker reads', (text, image) => {
    const host = image.replace('docker.io/library/', '');
    expect(read(text).slice(0, 2)).toEqual([
      `registry ${host}`,
      text.includes(' ') && !/:\d+$/.test(text) ? `tags of ${image}` : image,
    ]);
  });

  it('reads a single name with a port as an image first', () => {
    expect(read('myhost:5000')).toEqual(['docker.io/library/myhost:5000', 'registry myhost:5000']);
  });

  it.each(['alpine:3', 'alpine', 'python:3.12', 'v1.2', 'registry.example.com:v1', 'alpine:70000'])(
    'reads %s as an image only',
    (text) => expect(read(text)).toEqual([`docker.io/library/${text}`]),
  );
});

describe('parseAddresses of a repository', () => {
  it.each([
    ['localhost:5000/team/app:', 'localhost:5000/team/app'],
    ['localhost:5000/team/app@', 'localhost:5000/team/app'],
    ['alpine:', 'docker.io/library/alpine'],
    ['https://registry.example.com/v2/team/app/tags/list', 'registry.example.com/team/app'],
    ['https://hub.docker.com/_/alpine/tags', 'docker.io/library/alpine'],
    ['https://hub.docker.com/r/grafana/loki/tags?page=2', 'docker.io/grafana/loki'],
    ['https://quay.io/repository/coreos/etcd?tab=tags', 'quay.io/coreos/etcd'],
    ['crane ls ghcr.io/owner/app', 'ghcr.io/owner/app'],
    ['skopeo list-tags docker://ghcr.io/owner/app', 'ghcr.io/owner/app'],
  ])('reads %s as a repository', (text, repository) => {
    expect(read(text)).toEqual([`tags of ${repository}`]);
  });

  it('parseAddress reads it as the image without a tag', () => {
    expect(formatReference(parseAddress('https://h.example/v2/a/b/tags/list'))).toBe('h.example/a/b');
    expect(() => parseAddress('https://h.example/v2/')).toThrow(
      expect.objectContaining({ reason: 'invalid_reference' }),
    );
  });
});

describe('parseAddresses of an image', () => {
  it.each([
    ['https://hub.docker.com/r/library/alpine', 'docker.io/library/alpine'],
    ['https://hub.docker.com/_/alpine#supported-tags', 'docker.io/library/alpine'],
    ['https://hub.docker.com/layers/library/alpine/3.22/images/sha256-00', 'docker.io/library/alpine:3.22'],
    ['https://hub.docker.com/repository/docker/team/app/general', 'docker.io/team/app'],
    ['https://quay.io/repository/coreos/etcd?tab=tags&tag=v3.6.0', 'quay.io/coreos/etcd:v3.6.0'],
    [`https://quay.io/repository/coreos/etcd/manifest/${digest}`, `quay.io/coreos/etcd@${digest}`],
    ['ghcr.io/owner/repo', 'ghcr.io/owner/repo'],
    ['https://github.com/owner/repo/pkgs/container/app/12345?tag=v1', 'ghcr.io/owner/app:v1'],
    ['https://github.com/orgs/owner/packages/container/package/app', 'ghcr.io/owner/app'],
    ['https://gcr.io/distroless/static:nonroot', 'gcr.io/distroless/static:nonroot'],
    [
      `https://console.cloud.google.com/gcr/images/distroless/GLOBAL/static@${digest}/details`,
      `gcr.io/distroless/static@${digest}`,
    ],
    [
      `https://console.cloud.google.com/artifacts/docker/p/europe-west1/r/app/${digest}`,
      `europe-west1-docker.pkg.dev/p/r/app@${digest}`,
    ],
    ['https://gallery.ecr.aws/docker/library/alpine', 'public.ecr.aws/docker/library/alpine'],
    [`https://registry.example.com/v2/team/app/blobs/${digest}`, `registry.example.com/team/app@${digest}`],
    ['https://registry.example.com/v2/team/app/manifests/1.0', 'registry.example.com/team/app:1.0'],
    ['https://myhost/v2/team/app/manifests/1.0', 'myhost:443/team/app:1.0'],
    ['http://myhost/v2/team/app/manifests/1.0', 'myhost:80/team/app:1.0'],
    ['http://[::1]:5000/v2/team/app/manifests/1.0', '[::1]:5000/team/app:1.0'],
    ['[::1]:5000/team/app', '[::1]:5000/team/app'],
    ['docker pull --platform linux/arm64 alpine:3.22', 'docker.io/library/alpine:3.22'],
    ['podman run --rm -it quay.io/podman/hello', 'quay.io/podman/hello'],
    ['docker pull localhost:5000', 'docker.io/library/localhost:5000'],
    ['FROM golang:1.25 AS build', 'docker.io/library/golang:1.25'],
    ['from golang:1.25', 'docker.io/library/golang:1.25'],
    ['image: redis:7 # the cache', 'docker.io/library/redis:7'],
    ['- image: "redis:7"', 'docker.io/library/redis:7'],
    ['"image": "redis:7",', 'docker.io/library/redis:7'],
    ['crane manifest alpine', 'docker.io/library/alpine'],
    ['"ghcr.io/a/b:1",', 'ghcr.io/a/b:1'],
    ['(ghcr.io/a/b:1).', 'ghcr.io/a/b:1'],
    ['<ghcr.io/a/b:1>', 'ghcr.io/a/b:1'],
    ['“alpine:3.22”;', 'docker.io/library/alpine:3.22'],
    ['\u200b alpine:\u200b3.22\u00a0\ufeff', 'docker.io/library/alpine:3.22'],
    ['ghcr.io/a/b/', 'ghcr.io/a/b'],
    ['Alpine:3.22', 'docker.io/library/alpine:3.22'],
    ['GHCR.IO/Owner/Repo:V1', 'ghcr.io/owner/repo:V1'],
    ['DOCKER.IO/library/alpine', 'docker.io/library/alpine'],
    [`app@${digest.toUpperCase()}`, `docker.io/library/app@${digest}`],
    [digest.toUpperCase(), digest],
  ])('reads %s as %s', (text, image) => {
    expect(read(text)).toEqual([image]);
  });

  it('reads the operand of a command exactly', () => {
    expect(read('docker pull REGISTRY.example/app')).toEqual(['REGISTRY.example/app']);
  });
});

it('parseAddresses reads a link of this app as its fragment', () => {
  expect(read(`https://app.example/sub/#a/b@${digest}&select=config`)).toEqual([`link a/b@${digest}&select=config`]);
});

it.each(['', '...', 'two words', 'docker pull', 'https://', '://', ':', '/', '[', 'No Reference!', 'x'.repeat(8193)])(
  'refuses %j',
  (text) => expect(() => parseAddresses(text)).toThrow(expect.objectContaining({ reason: 'invalid_reference' })),
);
