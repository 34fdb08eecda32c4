import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Digest, isDigest, mediaTypes } from '../oci/index.ts';
import { listReferrers } from './sampleReferrers.ts';
import type { ImageLayout, LayoutBlob } from './writeSampleLayout.ts';

/** Answers a request, with 404 for unknown paths. Does not read a body. */
export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** A status, headers and bytes, before HEAD drops the bytes. */
interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const manifestTypes: ReadonlySet<string> = new Set([mediaTypes.ociManifest, mediaTypes.ociIndex]);

const commonHeaders = {
  'docker-distribution-api-version': 'registry/2.0',
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Docker-Content-Digest, Link, Content-Range, Accept-Ranges, OCI-Filters-Applied',
  'cache-control': 'no-cache',
  // A blob that is opened as a page must not run as a document of the app, which has the same origin.
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
};

/**
 * Creates a read-only registry of one repository (distribution-spec v1.1: pull, tags, referrers). GET and HEAD under `/v2/`,
 * `Range` on blobs; 405 for any other method. Readable from every origin, without a preflight.
 */
export function createSampleRegistry(layout: ImageLayout): RequestListener {
  return (request, response) => {
    const method = request.method ?? 'GET';
    const answer = method === 'GET' || method === 'HEAD' ? route(layout, request) : refuseMethod(method);
    response.writeHead(answer.status, {
      ...commonHeaders,
      'content-length': String(answer.body.length),
      ...answer.headers,
    });
    response.end(method === 'HEAD' ? undefined : answer.body);
  };
}

function route(layout: ImageLayout, request: IncomingMessage): Answer {
  const url = new URL(request.url ?? '/', 'http://sample.invalid');
  const path = decodePath(url.pathname);
  if (path === '/v2' || path === '/v2/') return json({});
  if (path === '/v2/_catalog') return json({ repositories: [layout.repository] });
  const match = /^\/v2\/(?<name>.+)\/(?<kind>manifests|blobs|tags|referrers)\/(?<rest>[^/]+)$/.exec(path);
  const { name, kind, rest = '' } = match?.groups ?? {};
  if (name === undefined) return refuse(404, 'UNSUPPORTED', `"${path}" is no address of the distribution API`);
  if (name !== layout.repository) return refuse(404, 'NAME_UNKNOWN', `"${name}" is not a repository here`);
  switch (kind) {
    case 'manifests':
      return answerManifest(layout, rest);
    case 'blobs':
      return answerBlob(layout, rest, request.headers.range);
    case 'tags':
      return answerTags(layout, rest, url.searchParams);
    default:
      return answerReferrers(layout, rest, url.searchParams.get('artifactType'));
  }
}

function answerManifest(layout: ImageLayout, reference: string): Answer {
  const digest = reference.includes(':') ? reference : layout.tags.get(reference)?.digest;
  if (digest !== undefined && !isDigest(digest)) return refuseDigest(digest);
  const found = digest && layout.blobs.get(digest);
  if (!found || !manifestTypes.has(found.mediaType)) {
    return refuse(404, 'MANIFEST_UNKNOWN', `"${reference}" is not a manifest of ${layout.repository}`);
  }
  return { status: 200, headers: describe(digest, found.mediaType), body: found.bytes };
}

function answerBlob(layout: ImageLayout, digest: string, range: string | undefined): Answer {
  if (!isDigest(digest)) return refuseDigest(digest);
  const found = layout.blobs.get(digest);
  if (!found) return refuse(404, 'BLOB_UNKNOWN', `"${digest}" is not a blob of ${layout.repository}`);
  const headers = { ...describe(digest, 'application/octet-stream'), 'accept-ranges': 'bytes' };
  return answerRange(found, headers, range);
}

/** Answers one range (RFC 9110 §14); any other `Range` header gets the complete content. */
function answerRange({ bytes }: LayoutBlob, headers: Readonly<Record<string, string>>, range = ''): Answer {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if (first === '' && last === '') return { status: 200, headers, body: bytes };
  const start = first === '' ? Math.max(0, bytes.length - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes.length - 1 : Math.min(Number(last), bytes.length - 1);
  if (first !== '' && last !== '' && Number(last) < start) return { status: 200, headers, body: bytes };
  if (start >= bytes.length || end < start) {
    return { status: 416, headers: { 'content-range': `bytes */${bytes.length}` }, body: new Uint8Array() };
  }
  const contentRange = `bytes ${start}-${end}/${bytes.length}`;
  return { status: 206, headers: { ...headers, 'content-range': contentRange }, body: bytes.subarray(start, end + 1) };
}

function answerTags(layout: ImageLayout, rest: string, query: URLSearchParams): Answer {
  if (rest !== 'list') return refuse(404, 'UNSUPPORTED', `"tags/${rest}" is no address of the distribution API`);
  const last = query.get('last');
  const limit = /^\d+$/.test(query.get('n') ?? '') ? Number(query.get('n')) : Number.POSITIVE_INFINITY;
  const following = [...layout.tags.keys()].sort().filter((tag) => last === null || tag > last);
  const page = following.slice(0, limit);
  const end = page.at(-1);
  const next = `/v2/${layout.repository}/tags/list?n=${limit}&last=${end}`;
  const link = end !== undefined && page.length < following.length ? { link: `<${next}>; rel="next"` } : {};
  return json({ name: layout.repository, tags: page }, link);
}

function answerReferrers(layout: ImageLayout, digest: string, artifactType: string | null): Answer {
  if (!isDigest(digest)) return refuseDigest(digest);
  const all = listReferrers(layout, digest);
  const manifests = artifactType === null ? all : all.filter((entry) => entry.artifactType === artifactType);
  return json(
    { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests },
    {
      'content-type': mediaTypes.ociIndex,
      ...(artifactType === null ? {} : { 'oci-filters-applied': 'artifactType' }),
    },
  );
}

function describe(digest: Digest, contentType: string): Readonly<Record<string, string>> {
  return { 'content-type': contentType, 'docker-content-digest': digest, etag: `"${digest}"` };
}

function refuseDigest(digest: string): Answer {
  return refuse(400, 'DIGEST_INVALID', `"${digest}" is not a digest`);
}

function refuseMethod(method: string): Answer {
  const answer = refuse(405, 'UNSUPPORTED', `"${method}" is not served: this registry is read-only`);
  return { ...answer, headers: { ...answer.headers, allow: 'GET, HEAD' } };
}

function refuse(status: number, code: string, message: string): Answer {
  return { ...json({ errors: [{ code, message, detail: null }] }), status };
}

function json(document: object, headers: Readonly<Record<string, string>> = {}): Answer {
  const body = new TextEncoder().encode(JSON.stringify(document, undefined, 2));
  return { status: 200, headers: { 'content-type': 'application/json', ...headers }, body };
}

/** Decodes the escapes of a path; returns it unchanged if they are invalid. */
function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
