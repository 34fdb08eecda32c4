import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  archiveQuestionUrl,
  blobUrl,
  catalogUrl,
  contentFileUrl,
  downloadImageUrl,
  downloadUrl,
  type ExportOptions,
  exportPlanUrl,
  exportUrl,
  ingestsUrl,
  manifestUrl,
  parentsUrl,
  progressUrl,
  reachUrl,
  referrersUrl,
  storedReferrersUrl,
  tagsUrl,
} from '../api/index.ts';
import { parseDigest, parseNamedReference } from '../oci/index.ts';
import { routes } from './routes.ts';
import { compileRoutes } from './routeTable.ts';

const origin = 'https://scope.example:8443';
const digest = parseDigest(`sha256:${'a1'.repeat(32)}`);
const repository = { host: 'localhost:5000', name: 'team/app' };
const findRoute = compileRoutes(routes);

/** Returns the pattern and the target of a URL. */
function read(path: string): readonly [string, unknown] | undefined {
  const found = findRoute('GET', new URL(path, origin));
  return found && [found.pattern, found.target];
}

const part = fc.stringMatching(/^[a-z0-9]{1,8}((\.|_|__|-{1,3})[a-z0-9]{1,8}){0,2}$/);
const name = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
const host = fc.constantFrom('docker.io', 'localhost:5000', '127.0.0.1:5000', '[::1]:5000', 'a.b-c.example', 'x');
const tag = fc.stringMatching(/^\w[\w.-]{0,40}$/);
const digests = fc.constantFrom(digest, `sha384:${'b'.repeat(96)}`, `sha512:${'c'.repeat(128)}`);

describe('URLs of the API', () => {
  it('round-trip for manifests', () => {
    fc.assert(
      fc.property(host, name, fc.oneof(tag, digests), (ofHost, ofName, reference) => {
        const of = { host: ofHost, name: ofName };
        const target = { repository: of, reference };
        expect(read(manifestUrl(of, reference))).toEqual(['/v2/{name}/manifests/{reference}', target]);
      }),
    );
  });

  it('round-trip for blobs', () => {
    fc.assert(
      fc.property(host, name, digests, fc.boolean(), (ofHost, ofName, ofDigest, isWhole) => {
        const of = { host: ofHost, name: ofName };
        const target = { repository: of, digest: ofDigest, isWhole };
        expect(read(blobUrl(of, ofDigest, isWhole))).toEqual(['/v2/{name}/blobs/{digest}', target]);
      }),
    );
  });

  it('round-trip for lists', () => {
    const last = fc.oneof(tag, fc.string({ minLength: 1 }));
    const pages = fc.record({ n: fc.integer({ min: 1, max: 9999 }), last }, { requiredKeys: [] });
    fc.assert(
      fc.property(host, name, pages, digests, fc.string({ minLength: 1 }), (ofHost, ofName, page, of, artifactType) => {
        const where = { host: ofHost, name: ofName };
        expect(read(tagsUrl(where, page))).toEqual(['/v2/{name}/tags/list', { repository: where, page }]);
        expect(read(catalogUrl(ofHost, page))).toEqual(['/v2/_catalog', { host: ofHost, page }]);
        const target = { repository: where, digest: of };
        expect(read(storedReferrersUrl(where, of))).toEqual(['/-/referrers/{name}/{digest}', target]);
        const all = { ...target, artifactType: undefined };
        expect(read(referrersUrl(where, of))).toEqual(['/v2/{name}/referrers/{digest}', all]);
        const some = { ...target, artifactType };
        expect(read(referrersUrl(where, of, artifactType))).toEqual(['/v2/{name}/referrers/{digest}', some]);
      }),
    );
  });

  it('round-trip for downloads and ingests', () => {
    fc.assert(
      fc.property(host, name, digests, fc.option(fc.nat(), { nil: undefined }), (ofHost, ofName, of, size) => {
        const where = { host: ofHost, name: ofName };
        const target = { repository: where, digest: of, size };
        expect(read(downloadUrl(where, of, size))).toEqual(['/-/ingests/{name}/{digest}', target]);
      }),
    );
    expect(read(ingestsUrl)).toEqual(['/-/ingests', undefined]);
  });

  it('round-trip for downloads of images', () => {
    const options = { layers: true, referrers: false, platforms: ['linux/arm/v7', 'a&b=c'] };
    expect(read(downloadImageUrl(repository, digest, options))).toEqual([
      '/-/keep/{name}/{digest}',
      { repository, digest, ...options, purpose: 'keep' },
    ]);
    expect(read(downloadImageUrl(undefined, digest, options, 'measure'))).toEqual([
      '/-/keep/{digest}',
      { repository: undefined, digest, ...options, purpose: 'measure' },
    ]);
    const least = { layers: false, referrers: true };
    expect(read(downloadImageUrl(repository, digest, least))).toEqual([
      '/-/keep/{name}/{digest}',
      { repository, digest, ...least, purpose: 'keep' },
    ]);
  });

  it.each([
    { isList: true },
    { isList: false, images: undefined, ifRefused: 'keep' },
    { isList: false, images: [digest, parseDigest(`sha256:${'b'.repeat(64)}`)], ifRefused: 'nothing' },
  ] as const)('round-trip for archives: %o', (question) => {
    expect(read(archiveQuestionUrl(question))).toEqual(['/-/import', question]);
  });

  it.each([
    { platforms: [], referrers: false },
    {
      as: parseNamedReference('alpine:3.20'),
      platforms: ['linux/arm64', 'windows/amd64 & more'],
      referrers: true,
    },
  ] satisfies readonly ExportOptions[])('round-trip for exports: %j', (options) => {
    const target = { digest, ...options };
    expect(read(exportUrl(digest, options, 'a-1'))).toEqual(['/-/export/{digest}', { ...target, ticket: 'a-1' }]);
    expect(read(exportPlanUrl(digest, options))).toEqual(['/-/export/{digest}/plan', target]);
  });

  it('round-trip for a stored item as a file, and for the progress of a ticket', () => {
    const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip';
    expect(read(contentFileUrl(digest, mediaType, 'b'))).toEqual([
      '/-/export/{digest}/file',
      { digest, mediaType, ticket: 'b' },
    ]);
    expect(read(progressUrl('a-1'))).toEqual(['/-/exports/{ticket}', { ticket: 'a-1' }]);
  });

  it('round-trip for the origin to reach', () => {
    for (const reached of ['https://nas.local:5000', 'http://nas.local:5000'])
      expect(read(reachUrl(reached))).toEqual(['/-/hosts/reach', reached]);
  });

  it('name stored content if they have no repository', () => {
    expect(read(manifestUrl(undefined, digest))).toEqual(['/-/manifests/{digest}', { digest }]);
    expect(read(blobUrl(undefined, digest))).toEqual(['/-/blobs/{digest}', { digest }]);
    expect(read(parentsUrl(digest))).toEqual(['/-/parents/{digest}', { digest }]);
  });

  it('default ns to the host of the app, and the tag of an export to latest', () => {
    const target = { repository: { host: 'scope.example:8443', name: 'team/app' }, reference: 'latest' };
    expect(read('/v2/team/app/manifests/latest')?.[1]).toEqual(target);
    expect(read(`/-/export/${digest}?as=alpine`)?.[1]).toMatchObject({ as: { tag: 'latest' } });
    expect(read(`/-/export/sha256%3a${'a1'.repeat(32)}`)?.[1]).toMatchObject({ digest });
  });

  it('accept a repository name that contains a word of the API', () => {
    expect(read('/v2/a/manifests/b/manifests/latest')?.[1]).toMatchObject({ repository: { name: 'a/manifests/b' } });
    expect(read(`/v2/blobs/blobs/${digest}`)?.[1]).toMatchObject({ repository: { name: 'blobs' } });
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
    ['a download of a tag', '/-/keep/latest'],
    ['a download from an invalid repository', '/-/keep/Team/App/sha256:1?ns=x'],
    ['a download from an invalid host', `/-/keep/team/app/${digest}?ns=a/b`],
    ['an import with an unknown value of refused', '/-/import?refused=maybe'],
    ['an import of a tag', '/-/import?refused=keep&image=latest'],
    ['an export of a tag', '/-/export/latest'],
    ['an export with an invalid name', `/-/export/${digest}?as=A`],
    ['an export of too many platforms', `/-/export/${digest}?${'platform=a&'.repeat(1001)}`],
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
      '/-/export',
      '/-/export/',
      `/-/export/${digest}/more`,
      '/-/exports/a/b',
    ]) {
      expect(read(path), path).toBeUndefined();
    }
  });
});

it('the table has one row for each method and pattern', () => {
  const names = routes.map(({ method, pattern }) => `${method} ${pattern}`);
  expect([...new Set(names)]).toEqual(names);
});

describe('a method that a path does not support', () => {
  const unused = undefined as never;

  it.each([
    ['PUT', `/v2/a/manifests/latest`, 'GET or HEAD'],
    ['HEAD', '/-/verify', 'POST'],
    ['GET', `/-/ingests/a/${digest}`, 'POST'],
    ['GET', `/-/keep/${digest}`, 'POST'],
    ['GET', '/-/import?list', 'POST'],
    ['PUT', '/-/content', 'GET or HEAD or POST'],
  ])('is refused: %s %s', (method, path, supported) => {
    const found = findRoute(method, new URL(path, origin));
    expect(() => found?.answer(unused)).toThrow(
      expect.objectContaining({
        code: 'not_implemented',
        reason: 'unsupported',
        message: `method "${method}" is not supported, use ${supported}`,
      }),
    );
  });

  it('is refused after an invalid path', () => {
    expect(() => findRoute('PUT', new URL('/v2/Bad/manifests/x', origin))).toThrow(
      expect.objectContaining({ code: 'invalid_argument' }),
    );
  });
});
