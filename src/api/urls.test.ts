import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { downloadUrl } from './ingests.ts';
import { catalogUrl, referrersUrl, storedReferrersUrl, tagsUrl } from './listUrls.ts';
import { parentsUrl } from './parents.ts';
import { blobUrl, ingestsUrl, isRegistryPath, manifestUrl, parseRoute } from './urls.ts';

const origin = 'https://scope.example:8443';
const digest = `sha256:${'a'.repeat(64)}`;
const read = (path: string) => parseRoute(new URL(path, origin));

const part = fc.stringMatching(/^[a-z0-9]{1,8}((\.|_|__|-{1,3})[a-z0-9]{1,8}){0,2}$/);
const name = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
const host = fc.constantFrom('docker.io', 'localhost:5000', '127.0.0.1:5000', '[::1]:5000', 'a.b-c.example', 'x');
const tag = fc.stringMatching(/^\w[\w.-]{0,40}$/);
const digests = fc.constantFrom(digest, `sha384:${'b'.repeat(96)}`, `sha512:${'c'.repeat(128)}`);

describe('URLs of the API', () => {
  it('round-trip for manifests', () => {
    fc.assert(
      fc.property(host, name, fc.oneof(tag, digests), (ofHost, ofName, reference) => {
        const repository = { host: ofHost, name: ofName };
        expect(read(manifestUrl(repository, reference))).toEqual({ kind: 'manifests', repository, reference });
      }),
    );
  });

  it('round-trip for blobs', () => {
    fc.assert(
      fc.property(host, name, digests, (ofHost, ofName, ofDigest) => {
        const repository = { host: ofHost, name: ofName };
        const blob = { kind: 'blobs', repository, digest: ofDigest };
        expect(read(blobUrl(repository, ofDigest))).toEqual({ ...blob, isWhole: false });
        expect(read(blobUrl(repository, ofDigest, true))).toEqual({ ...blob, isWhole: true });
      }),
    );
  });

  it('round-trip for lists', () => {
    const last = fc.oneof(tag, fc.string({ minLength: 1 }));
    const page = fc.record({ n: fc.integer({ min: 1, max: 9999 }), last }, { requiredKeys: [] });
    fc.assert(
      fc.property(host, name, page, digests, fc.string({ minLength: 1 }), (ofHost, ofName, asked, of, artifactType) => {
        const repository = { host: ofHost, name: ofName };
        expect(read(tagsUrl(repository, asked))).toEqual({ kind: 'tags', repository, page: asked });
        expect(read(catalogUrl(ofHost, asked))).toEqual({ kind: 'catalog', host: ofHost, page: asked });
        const referrers = { kind: 'referrers', repository, digest: of };
        expect(read(storedReferrersUrl(repository, of))).toEqual({ kind: 'stored-referrers', repository, digest: of });
        expect(read(referrersUrl(repository, of))).toEqual({ ...referrers, artifactType: undefined });
        expect(read(referrersUrl(repository, of, artifactType))).toEqual({ ...referrers, artifactType });
      }),
    );
  });

  it('round-trip for parents', () => {
    fc.assert(
      fc.property(digests, (of) => {
        expect(read(parentsUrl(of))).toEqual({ kind: 'parents', digest: of });
      }),
    );
  });

  it('round-trip for downloads and ingests', () => {
    fc.assert(
      fc.property(host, name, digests, fc.option(fc.nat(), { nil: undefined }), (ofHost, ofName, of, size) => {
        const repository = { host: ofHost, name: ofName };
        expect(read(downloadUrl(repository, of, size))).toEqual({ kind: 'keep', repository, digest: of, size });
      }),
    );
    expect(read(ingestsUrl)).toEqual({ kind: 'ingests' });
  });

  it('name stored content if they have no repository', () => {
    expect(read(manifestUrl(undefined, digest))).toEqual({ kind: 'stored-manifest', digest });
    expect(read(blobUrl(undefined, digest))).toEqual({ kind: 'stored-blob', digest });
  });

  it('default ns to the host of the app', () => {
    expect(read(`/v2/team/app/manifests/latest`)).toMatchObject({ repository: { host: 'scope.example:8443' } });
  });

  it('accept a repository name that contains a word of the API', () => {
    expect(read(`/v2/a/manifests/b/manifests/latest`)).toMatchObject({ repository: { name: 'a/manifests/b' } });
    expect(read(`/v2/blobs/blobs/${digest}`)).toMatchObject({ repository: { name: 'blobs' } });
  });

  it.each([
    ['a name with capitals', '/v2/Team/manifests/latest'],
    ['a name of 256 characters', `/v2/${'a'.repeat(256)}/manifests/latest`],
    ['a name with an escaped path traversal', '/v2/a%2f..%2fb/manifests/latest'],
    ['an invalid host', '/v2/a/manifests/latest?ns=evil.example/path'],
    ['a host with a user', '/v2/a/manifests/latest?ns=user@evil.example'],
    ['an empty host', '/v2/a/manifests/latest?ns='],
    ['an invalid tag', '/v2/a/manifests/.hidden'],
    ['a tag of 129 characters', `/v2/a/manifests/${'a'.repeat(129)}`],
    ['a digest of the wrong length', `/v2/a/manifests/sha256:${'a'.repeat(63)}`],
    ['a blob by tag', '/v2/a/blobs/latest'],
    ['a count of zero', '/v2/a/tags/list?n=0'],
    ['a count above 9999', '/v2/_catalog?n=99999'],
    ['a catalog of an invalid host', '/v2/_catalog?ns=a/b'],
    ['referrers of a tag', '/v2/a/referrers/latest'],
    ['parents of a tag', '/-/parents/latest'],
    ['an ingest of a tag', '/-/ingests/a/latest'],
    ['an invalid size', `/-/ingests/a/${digest}?size=-1`],
    ['invalid percent-encoding', '/v2/a/manifests/%ff'],
  ])('are refused for %s', (_what, path) => {
    expect(() => read(path)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });

  it('have no route if they are not in the API', () => {
    for (const path of [
      '/',
      '/v2/a',
      '/v2/a/tags/other',
      '/v2/tags/list',
      '/-/unknown',
      '/-/parents/',
      '/assets/x.js',
      '/v2/a/manifests/',
    ]) {
      expect(read(path), path).toBeUndefined();
    }
  });

  it('are distinguished from files of the app by their path', () => {
    for (const path of ['/v2', '/v2/', '/v2/a/manifests/b', '/-/log']) expect(isRegistryPath(path)).toBe(true);
    for (const path of ['/', '/v20', '/assets/v2/x', '/-']) expect(isRegistryPath(path)).toBe(false);
  });
});
