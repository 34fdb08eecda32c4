import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestBytes, mediaTypes, parseDigest } from '../oci/index.ts';
import { createRegistryStage, type FixtureRegistry, imageFixture, startFixtureRegistry } from '../testing/index.ts';

const name = 'team/app';
const hex = 'a'.repeat(64);
const subject = parseDigest(`sha256:${hex}`);
const sbom = 'application/spdx+json';
const entryOf = (index: number, artifactType = sbom) => ({
  mediaType: mediaTypes.ociManifest,
  digest: `sha256:${String(index).padStart(64, '0')}`,
  size: index,
  artifactType,
});
const entries = (count: number) => Array.from({ length: count }, (_, index) => entryOf(index));
const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const indexOf = (manifests: unknown) => encode({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests });

let fixture: FixtureRegistry;
beforeEach(async () => {
  fixture = await startFixtureRegistry();
});
afterEach(() => fixture.close());

const list = (artifactType?: string) =>
  createRegistryStage().registry.referrers({ host: fixture.host, name }, subject, { artifactType });
const digests = async (artifactType?: string) => (await list(artifactType)).map(({ digest }) => digest);
const digestsOf = (...listed: readonly { readonly digest: string }[]) => listed.map(({ digest }) => digest);

describe('referrers', () => {
  it('are listed by the API, in at most five requests without a preflight', async () => {
    const annotations = { 'org.opencontainers.image.created': '2026-01-01' };
    fixture.lists.referrers.set(subject, [{ ...entryOf(1), annotations }]);
    expect(await list()).toEqual([{ ...entryOf(1), size: 1n, annotations }]);
    expect(fixture.requests.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      `GET /v2/team/app/manifests/sha256-${hex}.att`,
      `GET /v2/team/app/manifests/sha256-${hex}.sbom`,
      `GET /v2/team/app/manifests/sha256-${hex}.sig`,
      `GET /v2/team/app/referrers/${subject}`,
    ]);
    for (const { headers } of fixture.requests) expect(headers.accept?.length).toBeLessThanOrEqual(128);
  });

  it('are read in pages', async () => {
    fixture.lists.referrers.set(subject, entries(5));
    fixture.lists.pageLimit = 2;
    expect(await digests()).toEqual(digestsOf(...entries(5)));
  });

  it('are filtered by artifact type, by the registry or by the client', async () => {
    fixture.lists.referrers.set(subject, [entryOf(1), entryOf(2, 'application/x'), entryOf(3)]);
    for (const filters of [false, true]) {
      fixture.lists.filters = filters;
      expect(await digests(sbom)).toEqual(digestsOf(entryOf(1), entryOf(3)));
      expect(await digests('application/y+z')).toEqual([]);
    }
    expect(fixture.requests.map(({ path }) => path)).toContain(
      `/v2/team/app/referrers/${subject}?artifactType=application%2Fy%2Bz`,
    );
  });

  it('are those of the referrers tag without the API', async () => {
    fixture.putManifest(name, `sha256-${hex}`, indexOf([entryOf(1), entryOf(2, 'application/x')]), mediaTypes.ociIndex);
    expect(await digests()).toEqual(digestsOf(entryOf(1), entryOf(2)));
    expect(await digests(sbom)).toEqual(digestsOf(entryOf(1)));
  });

  it('are empty if the referrers tag is missing or does not point to an index', async () => {
    expect(await list()).toEqual([]);
    for (const body of [encode('<html>'), encode({ manifests: 7 }), new Uint8Array(), encode([])]) {
      fixture.putManifest(name, `sha256-${hex}`, body, mediaTypes.ociIndex);
      expect(await list()).toEqual([]);
    }
  });

  it('that are listed twice occur once', async () => {
    const cosign = await imageFixture();
    fixture.putManifest(name, `sha256-${hex}.sig`, cosign.bytes);
    const again = { ...entryOf(1), digest: cosign.digest };
    fixture.lists.referrers.set(subject, [entryOf(2), entryOf(2), again]);
    expect(await digests()).toEqual(digestsOf(entryOf(2), again));
  });
});

describe('a cosign attachment', () => {
  it.each([
    ['sha384', 96, ['.sig', '.att', '.sbom']],
    ['sha512', 128, []],
  ] as const)(
    'is requested only if a digest of %s makes a tag that is not too long',
    async (algorithm, length, kinds) => {
      const digest = parseDigest(`${algorithm}:${'a'.repeat(length)}`);
      fixture.lists.referrers.set(digest, [entryOf(1)]);
      const listed = await createRegistryStage().registry.referrers({ host: fixture.host, name }, digest);
      expect(digestsOf(...listed)).toEqual(digestsOf(entryOf(1)));
      expect(fixture.requests.map(({ path }) => path).sort()).toEqual(
        [
          `/v2/${name}/referrers/${digest}`,
          ...kinds.map((kind) => `/v2/${name}/manifests/${digest.replace(':', '-')}${kind}`),
        ].sort(),
      );
    },
  );

  it('is described from its bytes, with and without the API', async () => {
    const { bytes, digest } = await imageFixture();
    for (const kind of ['sig', 'att', 'sbom']) fixture.putManifest(name, `sha256-${hex}.${kind}`, bytes);
    for (const hasApi of [false, true]) {
      if (hasApi) fixture.lists.referrers.set(subject, []);
      expect(await list()).toEqual([
        {
          mediaType: mediaTypes.ociManifest,
          digest,
          size: BigInt(bytes.length),
          artifactType: 'application/vnd.dev.cosign.artifact.sig.v1+json',
          annotations: { name: 'image', 'org.opencontainers.image.ref.name': `sha256-${hex}.sig` },
        },
      ]);
    }
  });

  it('has the artifact type of its manifest or its config', async () => {
    const config = (mediaType: string) => ({ mediaType, digest: subject, size: 2 });
    const manifest = { schemaVersion: 2, mediaType: mediaTypes.ociManifest, layers: [] };
    const named = encode({ ...manifest, artifactType: 'application/a', config: config('application/c') });
    const configured = encode({ ...manifest, config: config('application/c'), annotations: { by: 'us' } });
    fixture.putManifest(name, `sha256-${hex}.att`, named);
    fixture.putManifest(name, `sha256-${hex}.sbom`, configured);
    expect(await list()).toMatchObject([
      { artifactType: 'application/a', digest: await digestBytes('sha256', named) },
      { artifactType: 'application/c', annotations: { by: 'us' } },
    ]);
    expect(await digests('application/c')).toHaveLength(1);
  });

  it('that is not a manifest is ignored', async () => {
    fixture.putManifest(name, `sha256-${hex}.sig`, encode('<html>'));
    expect(await list()).toEqual([]);
  });
});

describe('referrers that cannot be listed', () => {
  it.each([400, 403, 500])('are an error on %i, not those of the tag', async (status) => {
    fixture.putManifest(name, `sha256-${hex}`, indexOf([entryOf(1)]), mediaTypes.ociIndex);
    fixture.faults.set(subject, { status });
    await expect(list()).rejects.toMatchObject({ detail: { status } });
  });

  it.each([`sha256-${hex}`, `sha256-${hex}.sig`])('are an error if the tag %.20s… fails', async (tag) => {
    fixture.faults.set(tag, { status: 500 });
    await expect(list()).rejects.toMatchObject({ reason: 'server_error' });
  });

  it.each(['<html>', '{}}', '{"manifests":{}}', '{"mediaType":"application/x","manifests":[]}'])(
    'are an unsupported error if the API answers %s',
    async (body) => {
      const { registry } = createRegistryStage({ fetch: answering(() => new Response(body)) });
      await expect(registry.referrers({ host: 'h.example', name }, subject)).rejects.toMatchObject({
        code: 'failed_precondition',
        reason: 'unsupported',
        message: expect.stringContaining('is not a list'),
      });
    },
  );

  it.each([`sha256-${hex}`, `sha256-${hex}.sig`])('that CORS hides are those of the tag %.20s…', async (tag) => {
    const { bytes, digest } = await imageFixture();
    if (tag.endsWith('.sig')) fixture.putManifest(name, tag, bytes);
    else fixture.putManifest(name, tag, indexOf([{ ...entryOf(1), digest }]), mediaTypes.ociIndex);
    for (const hides of [isApi, (path: string, status: number) => isApi(path) || status === 404]) {
      const { registry } = createRegistryStage({ fetch: hiding(hides) });
      expect(digestsOf(...(await registry.referrers({ host: fixture.host, name }, subject)))).toEqual([digest]);
    }
  });

  it('are an error if CORS hides them and every tag', async () => {
    fixture.lists.referrers.set(subject, [entryOf(1)]);
    const { registry } = createRegistryStage({ fetch: hiding(() => true) });
    await expect(registry.referrers({ host: fixture.host, name }, subject)).rejects.toMatchObject({
      reason: 'cors_missing',
    });
  });

  it('are an error if the route is cut and no probe is answered, even if tags are', async () => {
    const { registry } = createRegistryStage({
      fetch: async (input, init) => {
        if (isApi(String(input))) throw new TypeError('Failed to fetch');
        return fetch(input, init);
      },
    });
    for (const _ of [1, 2]) {
      await expect(registry.referrers({ host: fixture.host, name }, subject)).rejects.toMatchObject({
        reason: 'unreachable',
      });
    }
  });

  it('end if pages form a circle', async () => {
    let asked = 0;
    const fetch = answering(() => {
      const headers = { link: `<?page=${++asked % 3}>; rel="next"` };
      return new Response(indexOf([entryOf(asked)]) as BodyInit, { headers });
    });
    const { registry } = createRegistryStage({ fetch });
    expect(await registry.referrers({ host: 'h.example', name }, subject)).toHaveLength(4);
    expect(asked).toBe(4);
  });

  it('end at a page that is empty', async () => {
    let asked = 0;
    const fetch = answering(() => {
      const headers = { link: `<?page=${++asked}>; rel="next"` };
      return new Response(indexOf([]) as BodyInit, { headers });
    });
    const { registry } = createRegistryStage({ fetch });
    expect(await registry.referrers({ host: 'h.example', name }, subject)).toEqual([]);
    expect(asked).toBe(1);
  });

  it.each([
    ['entries', 1500],
    ['bytes', 10],
  ])('are refused if endless pages exceed the limit of %s', async (what, count) => {
    let asked = 0;
    const fetch = answering(() => {
      const headers = { link: `<?page=${++asked}>; rel="next"` };
      const annotations = what === 'bytes' ? { long: 'x'.repeat(100_000) } : {};
      return new Response(indexOf(entries(count).map((each) => ({ ...each, annotations }))) as BodyInit, { headers });
    });
    const { registry } = createRegistryStage({ fetch });
    await expect(registry.referrers({ host: 'h.example', name }, subject)).rejects.toMatchObject({
      code: 'resource_exhausted',
      reason: 'too_large',
      detail: what === 'bytes' ? { limitBytes: 8_388_608 } : { limitEntries: 10_000 },
    });
    expect(asked).toBeLessThan(10);
  });
});

describe('an endpoint without the referrers API', () => {
  const apiRequests = () => fixture.requests.filter(({ path }) => isApi(path)).map(({ method }) => method);
  const subjects = [subject, parseDigest(`sha256:${'b'.repeat(64)}`), parseDigest(`sha512:${'c'.repeat(128)}`)];
  const noRoute = (headers = {}) => new Response('404 page not found\n', { status: 404, headers });

  it.each(subjects)('that answers %s without CORS headers is requested once, and has no referrers', async (first) => {
    const { registry, records } = createRegistryStage({ fetch: hiding(isApi) });
    const all = [first, ...subjects];
    const found = await Promise.all(all.map((each) => registry.referrers({ host: fixture.host, name }, each)));
    expect(found.flat()).toEqual([]);
    expect(records.filter(({ url }) => isApi(url))).toHaveLength(1);
    expect(apiRequests()).toEqual(['GET', 'HEAD']);
    await registry.referrers({ host: fixture.host, name: 'team/other' }, subject);
    expect(apiRequests()).toHaveLength(2);
  });

  it('is requested once; its referrers tag is read each time', async () => {
    let asked = 0;
    const { registry } = createRegistryStage({
      fetch: async (input, init) => {
        if (!isApi(String(input))) return fetch(input, init);
        asked++;
        return noRoute();
      },
    });
    const all = () => registry.referrers({ host: fixture.host, name }, subject);
    expect(await all()).toEqual([]);
    fixture.putManifest(name, `sha256-${hex}`, indexOf([entryOf(1)]), mediaTypes.ociIndex);
    expect(digestsOf(...(await all()))).toEqual(digestsOf(entryOf(1)));
    expect(asked).toBe(1);
  });

  it.each([404, 405, 406, 501])('is recognised by %i', async (status) => {
    fixture.putManifest(name, `sha256-${hex}`, indexOf([entryOf(1)]), mediaTypes.ociIndex);
    fixture.faults.set(subject, { status });
    expect(await digests()).toEqual(digestsOf(entryOf(1)));
  });

  it('is requested again after an hour, and by the next worker', async () => {
    let now = 0;
    const options = { fetch: hiding(isApi), now: () => now };
    const { registry } = createRegistryStage(options);
    for (now of [0, 3_599_999, 3_600_000]) await registry.referrers({ host: fixture.host, name }, subject);
    expect(apiRequests()).toEqual(['GET', 'HEAD', 'GET', 'HEAD']);
    await createRegistryStage(options).registry.referrers({ host: fixture.host, name }, subject);
    expect(apiRequests()).toHaveLength(6);
  });

  it('is not assumed if only the repository is unknown', async () => {
    const { registry } = createRegistryStage();
    expect(await registry.referrers({ host: fixture.host, name: 'absent' }, subject)).toEqual([]);
    fixture.lists.referrers.set(subject, [entryOf(1)]);
    expect(await registry.referrers({ host: fixture.host, name }, subject)).toHaveLength(1);
  });
});

const isApi = (path: string) => path.includes('/referrers/');

/** The fixture as a browser sees it, with some answers hidden by missing CORS headers. */
function hiding(hides: (path: string, status: number) => boolean) {
  return async (input: Request | string, init?: RequestInit): Promise<Response> => {
    const answer = await fetch(input, init);
    if (init?.mode === 'no-cors' || !hides(String(input), answer.status)) return answer;
    throw new TypeError('Failed to fetch');
  };
}

/** A registry that has only the referrers API. */
function answering(api: () => Response): (input: Request | string) => Promise<Response> {
  return async (input) => (String(input).includes('/referrers/') ? api() : new Response(null, { status: 404 }));
}
