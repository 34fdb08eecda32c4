import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestBytes, mediaTypes, parseDigest } from '../oci/index.ts';
import { createRegistryStage, type FixtureRegistry, startFixtureRegistry } from '../testing/index.ts';

const ociTypes = `${mediaTypes.ociIndex}, ${mediaTypes.ociManifest}`;
const dockerTypes = `${mediaTypes.dockerManifestList}, ${mediaTypes.dockerManifest}`;
const asked = parseDigest(`sha256:${'a'.repeat(64)}`);
const bytes = new TextEncoder().encode('{"schemaVersion":2}');

let fixture: FixtureRegistry;
beforeEach(async () => {
  fixture = await startFixtureRegistry();
});
afterEach(() => fixture.close());

const repository = () => ({ host: fixture.host, name: 'team/app' });
const accepts = () => fixture.requests.map(({ headers }) => headers.accept);

describe('a manifest by digest', () => {
  it('requests the OCI types first, in a header that needs no preflight', async () => {
    fixture.putManifest('team/app', asked, bytes);
    await createRegistryStage().registry.manifest(repository(), asked);
    expect(accepts()).toEqual([ociTypes]);
    expect(ociTypes).toHaveLength(83);
  });

  it('requests Docker types and then schema1 if OCI is not found; never */*', async () => {
    fixture.putManifest('team/app', asked, bytes, mediaTypes.dockerSchema1Signed);
    await createRegistryStage().registry.manifest(repository(), asked);
    expect(accepts()).toEqual([ociTypes, dockerTypes, mediaTypes.dockerSchema1Signed]);
    for (const accept of accepts()) expect(accept?.length).toBeLessThanOrEqual(128);
    expect(accepts().join()).not.toContain('*/*');
  });

  it('requests only a known type', async () => {
    fixture.putManifest('team/app', asked, bytes, mediaTypes.dockerManifest);
    await createRegistryStage().registry.manifest(repository(), asked, { mediaType: mediaTypes.dockerManifest });
    expect(accepts()).toEqual([mediaTypes.dockerManifest]);
  });

  it('requests the usual types if the known type needs a preflight', async () => {
    fixture.putManifest('team/app', asked, bytes);
    const mediaType = 'application/x; charset="é"' as typeof mediaTypes.ociManifest;
    await createRegistryStage().registry.manifest(repository(), asked, { mediaType });
    expect(accepts()).toEqual([ociTypes]);
  });

  it('has the digest of its bytes, whatever the registry states', async () => {
    fixture.putManifest('team/app', asked, bytes);
    const read = await createRegistryStage().registry.manifest(repository(), asked);
    const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    expect(read.digest).toBe(`sha256:${Buffer.from(sum).toString('hex')}`);
    expect(read).toMatchObject({ bytes, contentType: mediaTypes.ociManifest, statedDigest: read.digest });
    expect(read.digest).not.toBe(asked);
  });

  it("has undefined for headers that CORS hides, never ''", async () => {
    const { registry } = createRegistryStage({ fetch: async () => new Response(bytes) });
    const read = await registry.manifest(repository(), asked);
    expect([read.contentType, read.statedDigest]).toEqual([undefined, undefined]);
  });
});

describe('a manifest by tag', () => {
  it('requests all types at once, so that the registry converts nothing', async () => {
    fixture.putManifest('team/app', 'latest', bytes, mediaTypes.dockerManifest);
    await createRegistryStage().registry.manifest(repository(), 'latest');
    expect(accepts()).toEqual([
      [ociTypes, dockerTypes, mediaTypes.dockerSchema1Signed, mediaTypes.dockerSchema1].join(', '),
    ]);
  });

  it('is read again by digest if the bytes have another digest than stated', async () => {
    const digest = parseDigest(`sha256:${'b'.repeat(64)}`);
    const answers = [
      new Response('converted', { headers: { 'docker-content-digest': digest } }),
      new Response('as stored', { headers: { 'docker-content-digest': digest } }),
    ];
    const urls: string[] = [];
    const { registry } = createRegistryStage({
      fetch: async (url) => {
        urls.push(String(url));
        return answers.shift() ?? Response.error();
      },
    });
    const read = await registry.manifest(repository(), 'latest');
    expect(new TextDecoder().decode(read.bytes)).toBe('as stored');
    expect(urls.map((url) => url.slice(url.lastIndexOf('/') + 1))).toEqual(['latest', digest]);
  });

  it.each(['sha384', 'sha512'] as const)(
    'that the registry names by %s is hashed with that algorithm, and read once',
    async (algorithm) => {
      const digest = await digestBytes(algorithm, bytes);
      fixture.putManifest('team/app', 'latest', bytes, mediaTypes.ociManifest, digest);
      const { registry } = createRegistryStage();
      expect(await registry.manifest(repository(), 'latest')).toMatchObject({ bytes, digest });
      expect(fixture.requests).toHaveLength(1);
    },
  );

  it('has the sha256 digest if the stated algorithm is unsupported', async () => {
    fixture.putManifest('team/app', 'latest', bytes, mediaTypes.ociManifest, `blake3:${'a'.repeat(64)}`);
    const { digest } = await createRegistryStage().registry.manifest(repository(), 'latest');
    expect(digest).toBe(await digestBytes('sha256', bytes));
  });

  it('uses short headers at a host that refuses preflights, from then on at once', async () => {
    const { registry } = createRegistryStage({
      fetch: async (_url, init) => {
        if (init?.mode === 'no-cors') return new Response(null);
        const accept = new Headers(init?.headers).get('accept') ?? '';
        // Only probes set a mode.
        if (init?.mode === undefined) sent.push(accept);
        if (accept.length > 128) throw new TypeError('Failed to fetch');
        return accept === ociTypes ? new Response(bytes) : new Response(null, { status: 404 });
      },
    });
    const sent: string[] = [];
    await registry.manifest(repository(), 'latest');
    expect(sent.map((accept) => accept.length > 128)).toEqual([true, false, false]);
    expect(sent.slice(1)).toEqual([dockerTypes, ociTypes]);
    await registry.manifest(repository(), 'other');
    expect(sent.slice(3)).toEqual([dockerTypes, ociTypes]);
  });
});

describe('a blob', () => {
  it('is streamed completely, or the requested range', async () => {
    const digest = parseDigest(fixture.putBlob('team/app', new TextEncoder().encode('0123456789')));
    const { registry } = createRegistryStage();
    const whole = await registry.blob(repository(), digest);
    expect([await readText(whole.body), whole.length, whole.range]).toEqual(['0123456789', 10, undefined]);
    const part = await registry.blob(repository(), digest, { range: { start: 2, end: 4 } });
    expect([await readText(part.body), part.range]).toEqual(['234', { start: 2, end: 4, total: 10 }]);
    const rest = await registry.blob(repository(), digest, { range: { start: 8 } });
    expect(await readText(rest.body)).toBe('89');
    expect(fixture.requests.map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=2-4', 'bytes=8-']);
  });

  it('that is cut fails while it is read', async () => {
    const digest = parseDigest(fixture.putBlob('team/app', new Uint8Array(100_000)));
    fixture.faults.set(digest, { cutAfter: 10 });
    const { body } = await createRegistryStage().registry.blob(repository(), digest);
    await expect(readText(body)).rejects.toMatchObject({
      reason: 'unreachable',
      detail: { host: fixture.host, found: 'cut' },
    });
  });

  it('that is no longer read is fetched no further', async () => {
    const digest = parseDigest(fixture.putBlob('team/app', new Uint8Array(10)));
    fixture.faults.set(digest, { stallAfter: 3 });
    const { body } = await createRegistryStage().registry.blob(repository(), digest);
    await body.cancel();
    await expect(body.getReader().read()).resolves.toMatchObject({ done: true });
  });
});

async function readText(body: ReadableStream<Uint8Array>): Promise<string> {
  return new Response(body as BodyInit).text();
}
