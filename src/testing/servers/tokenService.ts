import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { selfSignedCertificate, toPem } from './certificate.ts';

const validSeconds = 300;

export interface TokenRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly authorization: string | undefined;
}

/** The user it knows. */
export interface TokenServiceOptions {
  readonly user: string;
  readonly password: string;
}

/**
 * The token service of a registry (distribution/docs/spec/auth/token): everyone may pull `public/*`, the user may do
 * everything, another name or password is refused. Its tokens are ES256 JWTs with the certificate in `x5c`.
 */
export interface TokenService {
  /** `http://localhost:<port>/token` */
  readonly realm: string;
  readonly service: string;
  readonly issuer: string;
  /** PEM, for a registry's `rootcertbundle` */
  readonly certificate: string;
  /** Every request so far; emptied by `length = 0`. */
  readonly requests: TokenRequest[];
  /** Lifetime of a token as its answer states it; undefined if not stated. */
  expiresInSeconds: number | undefined;
  /** Undefined for no CORS headers; OPTIONS is then refused. */
  allowOrigin: string | undefined;
  stop(): Promise<void>;
}

interface Access {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
}

export async function startTokenService({ user, password }: TokenServiceOptions): Promise<TokenService> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = selfSignedCertificate(privateKey, 'token service of the tests');
  const server = createServer((request, response) => {
    const { method = 'GET', url: path = '/' } = request;
    const { authorization } = request.headers;
    tokens.requests.push({ method, path, authorization });
    sendCors(response, tokens.allowOrigin);
    if (method === 'OPTIONS') {
      response.writeHead(tokens.allowOrigin === undefined ? 405 : 204).end();
    } else if (authorization !== undefined && !isUser(authorization, user, password)) {
      sendJson(response, 401, { errors: [{ code: 'UNAUTHORIZED', message: 'wrong user or password' }] });
    } else {
      const access = requestedAccess(request).map((one) => grant(one, authorization !== undefined));
      const token = signToken(privateKey, certificate, { access, subject: authorization ? user : '', tokens });
      sendJson(response, 200, { token, expires_in: tokens.expiresInSeconds });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the token service has no port');
  const tokens: TokenService = {
    realm: `http://localhost:${address.port}/token`,
    service: 'registry of the tests',
    issuer: 'token service of the tests',
    certificate: toPem(certificate),
    requests: [],
    expiresInSeconds: validSeconds,
    allowOrigin: '*',
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return tokens;
}

function sendCors(response: ServerResponse, allowOrigin: string | undefined): void {
  if (allowOrigin === undefined) return;
  response.setHeader('access-control-allow-origin', allowOrigin);
  response.setHeader('access-control-allow-methods', 'GET, OPTIONS');
  response.setHeader('access-control-allow-headers', 'Authorization');
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function isUser(authorization: string, user: string, password: string): boolean {
  return authorization === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** `scope=repository:team/app:pull,push`, any number of them. */
function requestedAccess(request: IncomingMessage): readonly Access[] {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  return searchParams.getAll('scope').flatMap((text) =>
    text.split(' ').flatMap((scope) => {
      const match = /^([a-z]+):(.+):([a-z,*]*)$/.exec(scope);
      if (!match) return [];
      const [, type = '', name = '', actions = ''] = match;
      return [{ type, name, actions: actions.split(',') }];
    }),
  );
}

/** A token grants the allowed part of the requested scope; an empty grant is not an error. */
function grant({ type, name, actions }: Access, known: boolean): Access {
  const isPublic = type === 'repository' && name.startsWith('public/');
  return { type, name, actions: actions.filter((action) => known || (isPublic && action === 'pull')) };
}

function signToken(
  privateKey: KeyObject,
  certificate: Buffer,
  {
    access,
    subject,
    tokens,
  }: { readonly access: readonly Access[]; readonly subject: string; readonly tokens: TokenService },
): string {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const header = { typ: 'JWT', alg: 'ES256', x5c: [certificate.toString('base64')] };
  const claims = {
    iss: tokens.issuer,
    sub: subject,
    aud: tokens.service,
    iat: nowSeconds,
    nbf: nowSeconds,
    exp: nowSeconds + (tokens.expiresInSeconds ?? validSeconds),
    jti: randomUUID(),
    access,
  };
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}
