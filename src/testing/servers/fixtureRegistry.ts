import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { createLists, type FixtureLists, sendList } from '../fixtures/fixtureLists.ts';

const ociManifest = 'application/vnd.oci.image.manifest.v1+json';

/**
 * Fault of a digest, a tag or an address, by the last part of its path, with or without its query; all fields are
 * optional.
 */
export interface Fault {
  /** This status with the distribution-spec's error body, `times` times, then without a fault. */
  readonly status?: number;
  readonly times?: number;
  /** This status to every HEAD. */
  readonly headStatus?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes that do not match the digest. */
  readonly bytes?: Uint8Array;
  /** These bytes gzipped, with `Content-Encoding: gzip`, which a browser decodes before a page sees them. */
  readonly contentEncodingOf?: Uint8Array;
  /** Promises all bytes, and cuts the connection after this many. */
  readonly cutAfter?: number;
  /** Sends this many bytes, then nothing more. */
  readonly stallAfter?: number;
  /** Without Content-Length. */
  readonly chunked?: boolean;
  readonly redirectTo?: string;
  /** Answers instead of everything else, after the CORS headers are set. */
  readonly answer?: RequestListener;
}

/** CORS headers of the registry. */
export interface Cors {
  /** Undefined for no CORS headers at all. */
  readonly allowOrigin: string | undefined;
  /** Status of every answer to OPTIONS. */
  readonly preflight: number;
  readonly expose: readonly string[];
}

export interface FixtureRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

/** A registry for faults that a real one cannot be made to produce. */
export interface FixtureRegistry {
  readonly origin: string;
  /** `localhost:<port>` */
  readonly host: string;
  readonly requests: FixtureRequest[];
  readonly faults: Map<string, Fault>;
  cors: Cors;
  /** Everything but OPTIONS answers 401 with the challenge unless the request sends this `Authorization`. */
  auth: { readonly challenge: string; readonly authorization: string } | undefined;
  readonly lists: FixtureLists;
  /** If false, no Docker-Content-Digest, as if CORS hides it. */
  statesDigest: boolean;
  /** The bytes need not match the digest. The Docker-Content-Digest is computed unless it is given. */
  putManifest(
    repository: string,
    reference: string,
    bytes: Uint8Array,
    mediaType?: string,
    statedDigest?: string,
  ): void;
  /** Returns the digest, sha256 by default. */
  putBlob(repository: string, bytes: Uint8Array, algorithm?: string): string;
  close(): Promise<void>;
}

interface Content {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly statedDigest?: string | undefined;
}

export async function startFixtureRegistry(): Promise<FixtureRegistry> {
  const contents = new Map<string, Content>();
  const taken = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    fixture.requests.push({ method: request.method ?? 'GET', path, headers: request.headers });
    sendCors(response, fixture.cors);
    if (request.method === 'OPTIONS') {
      response.writeHead(fixture.cors.preflight).end();
      return;
    }
    if (fixture.auth && request.headers.authorization !== fixture.auth.authorization) {
      response.setHeader('www-authenticate', fixture.auth.challenge);
      sendError(response, 401);
      return;
    }
    const reference = path.slice(path.lastIndexOf('/') + 1);
    const fault = fixture.faults.get(reference) ?? fixture.faults.get(reference.replace(/\?.*/, '')) ?? {};
    const count = taken.get(reference) ?? 0;
    taken.set(reference, count + 1);
    for (const [name, value] of Object.entries(fault.headers ?? {})) response.setHeader(name, value);
    if (fault.answer) fault.answer(request, response);
    else if (path === '/v2/') response.writeHead(200).end('{}');
    else if (fault.redirectTo !== undefined) response.writeHead(307, { location: fault.redirectTo }).end();
    else if (fault.headStatus !== undefined && request.method === 'HEAD') sendError(response, fault.headStatus);
    else if (fault.status !== undefined && count < (fault.times ?? Number.POSITIVE_INFINITY))
      sendError(response, fault.status);
    else if (!sendList(response, fixture.lists, path))
      sendContent(request, response, contents.get(path), fault, fixture.statesDigest);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the fixture registry has no port');
  const host = `localhost:${address.port}`;
  const fixture: FixtureRegistry = {
    origin: `http://${host}`,
    host,
    requests: [],
    faults: new Map(),
    auth: undefined,
    cors: {
      allowOrigin: '*',
      preflight: 204,
      expose: ['Docker-Content-Digest', 'Content-Range', 'Retry-After', 'WWW-Authenticate'],
    },
    lists: createLists(),
    statesDigest: true,
    putManifest: (repository, reference, bytes, mediaType = ociManifest, statedDigest) => {
      contents.set(`/v2/${repository}/manifests/${reference}`, { bytes, mediaType, statedDigest });
    },
    putBlob: (repository, bytes, algorithm = 'sha256') => {
      const digest = `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
      contents.set(`/v2/${repository}/blobs/${digest}`, { bytes, mediaType: 'application/octet-stream' });
      return digest;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fixture;
}

function sendCors(response: ServerResponse, { allowOrigin, expose }: Cors): void {
  if (allowOrigin === undefined) return;
  response.setHeader('access-control-allow-origin', allowOrigin);
  response.setHeader('access-control-allow-headers', 'Authorization, Accept, Range');
  response.setHeader('access-control-allow-methods', 'GET, HEAD, OPTIONS');
  if (expose.length > 0) response.setHeader('access-control-expose-headers', expose.join(', '));
}

function sendError(response: ServerResponse, status: number): void {
  const code =
    { 401: 'UNAUTHORIZED', 403: 'DENIED', 404: 'MANIFEST_UNKNOWN', 429: 'TOOMANYREQUESTS' }[status] ?? 'UNKNOWN';
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ errors: [{ code, message: `fixture answers ${status}`, detail: {} }] }));
}

/** Like distribution, does not find a manifest whose type is not accepted. */
function sendContent(
  request: IncomingMessage,
  response: ServerResponse,
  content: Content | undefined,
  fault: Fault,
  statesDigest: boolean,
): void {
  const isManifest = content !== undefined && content.mediaType !== 'application/octet-stream';
  if (!content || (isManifest && !request.headers.accept?.includes(content.mediaType))) {
    sendError(response, 404);
    return;
  }
  const { contentEncodingOf } = fault;
  const whole = contentEncodingOf ? gzipSync(contentEncodingOf) : (fault.bytes ?? content.bytes);
  const range = contentEncodingOf ? undefined : readRange(request.headers.range, whole.length);
  const bytes = range ? whole.subarray(range.start, range.end + 1) : whole;
  if (contentEncodingOf) response.setHeader('content-encoding', 'gzip');
  if (range) response.setHeader('content-range', `bytes ${range.start}-${range.end}/${whole.length}`);
  if (!fault.chunked) response.setHeader('content-length', bytes.length);
  if (statesDigest) response.setHeader('docker-content-digest', content.statedDigest ?? sha256(content.bytes));
  response.writeHead(range ? 206 : 200, { 'content-type': content.mediaType });
  if (request.method === 'HEAD') response.end();
  else if (fault.cutAfter !== undefined) response.write(bytes.subarray(0, fault.cutAfter), () => response.destroy());
  else if (fault.stallAfter !== undefined) response.write(bytes.subarray(0, fault.stallAfter));
  else response.end(bytes);
}

function readRange(header: string | undefined, length: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? '');
  if (!match) return undefined;
  return { start: Number(match[1]), end: Math.min(match[2] ? Number(match[2]) : length - 1, length - 1) };
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
