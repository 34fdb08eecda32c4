import { describe, expect, it } from 'vitest';
import { jsonTokens, kind } from './jsonTokens.ts';
import { linkOfString } from './links.ts';

const hex = 'ab'.repeat(32);
const digest = `sha256:${hex}`;
const other = `sha256:${'cd'.repeat(32)}`;
const imageSpec = 'https://github.com/opencontainers/image-spec/blob/v1.1.1';

describe('linkOfString', () => {
  it.each<[string, unknown, string | undefined]>([
    ['links a digest to its content', { digest }, `in:${digest}`],
    ['links a digest in an array', { blobs: [digest] }, `in:${digest}`],
    ['does not link a diffID', { diff_ids: [digest] }, undefined],
    ['does not link an image ID', { Image: digest }, undefined],
    ['does not link half a digest', { digest: 'sha256:abc' }, undefined],
    ['links to a base image', { 'org.opencontainers.image.base.name': 'alpine:3' }, '#docker.io/library/alpine:3'],
    ['links to the signed identity', { 'docker-reference': 'ghcr.io/a/b' }, '#ghcr.io/a/b'],
    ['does not link a ref.name', { 'org.opencontainers.image.ref.name': 'latest' }, undefined],
    ['does not link an invalid reference', { 'docker-reference': 'A B' }, undefined],
    [
      'links base.digest to the repository of base.name',
      { 'org.opencontainers.image.base.name': 'alpine:3', 'org.opencontainers.image.base.digest': digest },
      `#docker.io/library/alpine@${digest}`,
    ],
    ['does not link base.digest alone', { 'org.opencontainers.image.base.digest': digest }, undefined],
    ['links to the subject of a statement', { name: 'x', digest: { sha256: hex } }, `in:${digest}`],
    [
      'links to a material in its own repository',
      { uri: `pkg:docker/alpine@3.20?digest=${other}`, digest: { sha256: hex } },
      `#docker.io/library/alpine@${digest}`,
    ],
    ['does not link the digest of a package', { name: 'pkg:npm/a@1', digest: { sha256: hex } }, undefined],
    ['does not link a sha256 of something else', { checksum: { sha256: hex } }, undefined],
    ['links to a docker purl', { purl: 'pkg:docker/a/b@1' }, '#docker.io/a/b:1'],
    [
      'links to an oci purl',
      { purl: `pkg:oci/b@sha256%3A${hex}?repository_url=ghcr.io/a/b&tag=1` },
      `#ghcr.io/a/b@${digest}`,
    ],
    ['does not link an oci purl without a repository', { purl: 'pkg:oci/b@1' }, undefined],
    ['links to a media type', { mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd' }, `${imageSpec}/layer.md`],
    ['does not link an unknown media type', { mediaType: 'application/x' }, undefined],
    ['links to an https page', { url: 'https://example.com/a?b#c' }, 'https://example.com/a?b#c'],
    ['does not link http', { url: 'http://example.com/' }, undefined],
    ['does not link a script', { url: 'javascript:alert(1)//https://a' }, undefined],
    ['does not link a URL in a sentence', { url: 'see https://example.com' }, undefined],
    ['does not link a sentence after a URL', { url: 'https://example.com/ and more' }, undefined],
    ['does not link a very long URL', { url: `https://example.com/${'a'.repeat(3000)}` }, undefined],
    ['does not link __proto__', { a: '__proto__' }, undefined],
  ])('%s', (_, document, expected) => {
    expect(lastLink(JSON.stringify(document))?.href).toBe(expected);
  });

  it('marks links that leave the app', () => {
    expect(lastLink('"https://a.example/"')?.isExternal).toBe(true);
    expect(lastLink(`"${digest}"`)?.isExternal).toBe(false);
    expect(lastLink('{"a":"pkg:docker/a"}')?.isExternal).toBe(false);
  });
});

describe('pageOfPurl', () => {
  it.each([
    ['pkg:github/opencontainers/image-spec@v1.1.1', 'https://github.com/opencontainers/image-spec/tree/v1.1.1'],
    ['pkg:npm/%40angular/core@17.0.0', 'https://www.npmjs.com/package/@angular/core/v/17.0.0'],
    ['pkg:npm/left-pad', 'https://www.npmjs.com/package/left-pad'],
    ['pkg:pypi/django@1.11.1', 'https://pypi.org/project/django/1.11.1'],
    ['pkg:golang/google.golang.org/genproto@v0.1', 'https://pkg.go.dev/google.golang.org/genproto@v0.1'],
    ['pkg:cargo/rand@0.7.2', 'https://crates.io/crates/rand/0.7.2'],
    ['pkg:gem/rails@7.0', 'https://rubygems.org/gems/rails/versions/7.0'],
    ['pkg:maven/org.a/b@1', 'https://central.sonatype.com/artifact/org.a/b/1'],
    ['pkg:maven/org.a/b@1?repository_url=repo.example', undefined],
    ['pkg:deb/debian/curl@7?arch=i386', 'https://tracker.debian.org/pkg/curl'],
    ['pkg:deb/ubuntu/curl@7', undefined],
    ['pkg:apk/alpine/curl@8', 'https://pkgs.alpinelinux.org/packages?name=curl'],
    ['pkg:npm/..%2f..%2fx', 'https://www.npmjs.com/package/..%2F..%2Fx'],
    ['pkg:npm/%zz', undefined],
    ['pkg:unknown/a@1', undefined],
    ['pkg:', undefined],
  ])('links %s to %s', (purl, expected) => {
    expect(lastLink(JSON.stringify({ purl }))?.href).toBe(expected);
  });
});

function lastLink(text: string) {
  const tokens = jsonTokens(text);
  return linkOfString(tokens, tokens.kinds.lastIndexOf(kind.string, tokens.count - 1), (named) => `in:${named}`);
}
