import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSampleRegistry } from './registry.ts';
import { createSampleLayout, sampleReference } from './sampleImage.ts';

const layout = createSampleLayout();
const [name = '', digest = ''] = sampleReference(layout).split('@');
const sbomType = 'application/spdx+json';
let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer(createSampleRegistry(layout));
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the registry has no port');
  origin = `http://localhost:${address.port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function get(path: string, init?: RequestInit): Promise<Response> {
  return fetch(`${origin}${path}`, init);
}

async function bytesOf(answer: Response): Promise<Uint8Array> {
  return new Uint8Array(await answer.arrayBuffer());
}

const [layerDigest = '', layer] = [...layout.blobs].find(([, { mediaType }]) => mediaType.endsWith('tar+gzip')) ?? [];
const whole = layer?.bytes ?? new Uint8Array();

test('answers the API root', async () => {
  expect((await get('/v2/')).status).toBe(200);
});

test.each([digest, 'latest'])('serves the manifest %s with its exact bytes, type and digest', async (reference) => {
  const answer = await get(`/v2/${name}/manifests/${reference}?ns=localhost`);
  expect(answer.headers.get('content-type')).toBe('application/vnd.oci.image.index.v1+json');
  expect(answer.headers.get('docker-content-digest')).toBe(digest);
  expect(await bytesOf(answer)).toEqual(
    new Uint8Array(layout.blobs.get(layout.tags.get('latest')?.digest ?? never())?.bytes ?? []),
  );
});

test('answers HEAD with the headers of GET and no body', async () => {
  for (const path of [`/v2/${name}/manifests/${digest}`, `/v2/${name}/blobs/${layerDigest}`, `/v2/${name}/tags/list`]) {
    const [head, full] = [await get(path, { method: 'HEAD' }), await get(path)];
    expect(await bytesOf(head)).toHaveLength(0);
    expect(head.headers.get('content-length')).toBe(String((await bytesOf(full)).length));
    expect(head.headers.get('content-type')).toBe(full.headers.get('content-type'));
  }
});

test.each([
  ['bytes=2-5', 2, 6],
  ['bytes=10-', 10, undefined],
  ['bytes=-7', -7, undefined],
  ['bytes=0-99999999', 0, undefined],
])('serves a range of a blob: %s', async (range, start, end) => {
  const answer = await get(`/v2/${name}/blobs/${layerDigest}`, { headers: { range } });
  const wanted = whole.slice(start, end);
  const from = start < 0 ? whole.length + start : start;
  expect(answer.status).toBe(206);
  expect(await bytesOf(answer)).toEqual(wanted);
  expect(answer.headers.get('content-range')).toBe(`bytes ${from}-${from + wanted.length - 1}/${whole.length}`);
});

test('answers 416 to a range past the end, and ignores an invalid range', async () => {
  const past = await get(`/v2/${name}/blobs/${layerDigest}`, { headers: { range: `bytes=${whole.length}-` } });
  expect([past.status, past.headers.get('content-range')]).toEqual([416, `bytes */${whole.length}`]);
  for (const range of ['bytes=5-2', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=-']) {
    const answer = await get(`/v2/${name}/blobs/${layerDigest}`, { headers: { range } });
    expect([answer.status, (await bytesOf(answer)).length]).toEqual([200, whole.length]);
  }
});

test('lists tags in order, a page at a time', async () => {
  const first = await get(`/v2/${name}/tags/list?n=1`);
  expect(await first.json()).toEqual({ name, tags: ['latest'] });
  const next = /<(.+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? never();
  const second = await get(next);
  expect(await second.json()).toEqual({ name, tags: [digest.replace(':', '-')] });
  expect(second.headers.get('link')).toBeNull();
});

test('lists referrers, filtered on request, or an empty index', async () => {
  const all = await (await get(`/v2/${name}/referrers/${digest}`)).json();
  expect(all.manifests).toHaveLength(1);
  expect(all.manifests[0].artifactType).toBe(sbomType);
  const fallback = await get(`/v2/${name}/manifests/${digest.replace(':', '-')}`);
  expect(await fallback.json()).toEqual(all);
  const same = await get(`/v2/${name}/referrers/${digest}?artifactType=${encodeURIComponent(sbomType)}`);
  expect(same.headers.get('oci-filters-applied')).toBe('artifactType');
  expect(await same.json()).toEqual(all);
  const other = await get(`/v2/${name}/referrers/${digest}?artifactType=x/y`);
  expect((await other.json()).manifests).toEqual([]);
  const none = await get(`/v2/${name}/referrers/sha256:${'0'.repeat(64)}`);
  expect([none.headers.get('content-type'), (await none.json()).manifests]).toEqual([
    'application/vnd.oci.image.index.v1+json',
    [],
  ]);
});

test.each([
  [`/v2/${name}/manifests/nothing`, 404, 'MANIFEST_UNKNOWN'],
  [`/v2/${name}/manifests/${layerDigest}`, 404, 'MANIFEST_UNKNOWN'],
  [`/v2/${name}/manifests/sha256:abc`, 400, 'DIGEST_INVALID'],
  [`/v2/${name}/blobs/sha256:${'0'.repeat(64)}`, 404, 'BLOB_UNKNOWN'],
  [`/v2/${name}/blobs/latest`, 400, 'DIGEST_INVALID'],
  ['/v2/library/alpine/manifests/latest', 404, 'NAME_UNKNOWN'],
  ['/v2/%ff', 404, 'UNSUPPORTED'],
])('refuses %s with %i %s', async (path, status, code) => {
  const answer = await get(path);
  expect(answer.status).toBe(status);
  expect((await answer.json()).errors[0].code).toBe(code);
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('refuses %s: it is read-only', async (method) => {
  const answer = await get(`/v2/${name}/manifests/latest`, { method });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

test('makes every answer readable from other origins, and harmless when opened', async () => {
  for (const path of ['/v2/', `/v2/${name}/blobs/${layerDigest}`, '/v2/nothing/manifests/x']) {
    const { headers } = await get(path);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  }
});

function never(): never {
  throw new Error('the sample has no such thing');
}
