import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from './runProgram.ts';

/** Required sign-in; without it everyone may read and write. */
export type DistributionAuth =
  | { readonly kind: 'htpasswd'; readonly user: string; readonly password: string }
  | {
      readonly kind: 'token';
      /** URL of the token service. */
      readonly realm: string;
      readonly service: string;
      readonly issuer: string;
      /** The certificate, in PEM, that verifies tokens. */
      readonly certificate: string;
    };

export interface DistributionOptions {
  readonly auth?: DistributionAuth;
  /** The origin of the upstream registry if this one is a pull-through cache. */
  readonly mirrors?: string;
  /** Folder of its content, a new one by default. With another registry's `contentFolder`, both share the content. */
  readonly contentFolder?: string;
  /** Origins that may read, all by default; an empty list omits the CORS headers. */
  readonly corsOrigins?: readonly string[];
}

/** distribution.github.io/distribution/about/configuration, 2.8. Writes the referenced files into the folder. */
export async function distributionConfiguration(
  folder: string,
  port: number,
  { auth, mirrors, contentFolder = join(folder, 'content'), corsOrigins = ['*'] }: DistributionOptions,
): Promise<string> {
  return `version: 0.1
log: { level: error, accesslog: { disabled: true } }
storage:
  filesystem: { rootdirectory: ${JSON.stringify(contentFolder)} }
  delete: { enabled: true }
  redirect: { disable: true }
http:
  addr: 127.0.0.1:${port}
  secret: ${randomUUID()}
${corsOrigins.length > 0 ? corsHeaders(corsOrigins) : ''}
${mirrors === undefined ? '' : `proxy: { remoteurl: ${JSON.stringify(mirrors)} }`}
${auth ? await authentication(folder, auth) : ''}
compatibility: { schema1: { enabled: true } }
`;
}

function corsHeaders(origins: readonly string[]): string {
  return `  headers:
    Access-Control-Allow-Origin: ${JSON.stringify(origins)}
    Access-Control-Allow-Methods: ['GET, HEAD, OPTIONS']
    Access-Control-Allow-Headers: ['Authorization, Accept, Range']
    Access-Control-Expose-Headers: ['Docker-Content-Digest, Link, WWW-Authenticate, Content-Range']
`;
}

/** Distribution reads only bcrypt, which Node lacks: htpasswd of apache2-utils or httpd-tools creates it. */
async function authentication(folder: string, auth: DistributionAuth): Promise<string> {
  if (auth.kind === 'htpasswd') {
    const file = join(folder, 'htpasswd');
    await writeFile(file, await runProgram('htpasswd', ['-nbB', '-C', '4', auth.user, auth.password]));
    return `auth: { htpasswd: { realm: test, path: ${JSON.stringify(file)} } }`;
  }
  const file = join(folder, 'token.pem');
  await writeFile(file, auth.certificate);
  const { realm, service, issuer } = auth;
  return `auth: { token: ${JSON.stringify({ realm, service, issuer, rootcertbundle: file })} }`;
}
