import type { Reason } from '../errors/index.ts';
import { corsHeaders } from './corsHeaders.ts';
import { caddySnippet, nginxSnippet, traefikSnippet } from './proxySnippets.ts';

/** What mends it for one kind of registry or proxy. */
export interface CorsFix {
  /** As it is chosen by. */
  readonly label: string;
  /** Where the snippet goes, and what to know about it; one sentence or two. */
  readonly note: string;
  readonly snippet: string;
}

interface FixFacts {
  readonly reason: Reason;
  readonly host: string;
  /** The origin of this page. */
  readonly origin: string;
}

/** Registries that are run for everyone: who reads there cannot turn CORS on. */
const hosted =
  /(^|\.)(docker\.io|docker\.com|ghcr\.io|quay\.io|gcr\.io|pkg\.dev|registry\.k8s\.io|mcr\.microsoft\.com|azurecr\.io|amazonaws\.com|public\.ecr\.aws|registry\.gitlab\.com|cgr\.dev|lscr\.io|nvcr\.io|docker\.elastic\.co|registry\.access\.redhat\.com|registry\.redhat\.io)$/i;

export function isHostedRegistry(host: string): boolean {
  return hosted.test(host.replace(/:\d+$/, ''));
}

/** The fixes to choose from, the most likely first; none where the reason is not CORS or the registry is a hosted one. */
export function corsFixes({ reason, host, origin }: FixFacts): readonly CorsFix[] {
  if (isHostedRegistry(host)) return [];
  if (reason === 'redirect_cors') return redirectFixes;
  const isCors = reason === 'cors_missing' || reason === 'cors_origin' || reason === 'header_hidden';
  if (!isCors && reason !== 'preflight_refused') return [];
  const registries = registryFixes(origin);
  const proxies = proxyFixes(origin, host);
  // Where it wants credentials a registry's own headers do not help: its 401 to OPTIONS comes first.
  return isCors ? [...registries, ...proxies] : [...proxies, ...registries];
}

function registryFixes(origin: string): readonly CorsFix[] {
  const withLogin = 'Where it wants credentials it answers OPTIONS with 401, so a proxy before it has to answer.';
  const distribution = distributionSnippet(origin);
  return [
    {
      label: 'Distribution 3',
      note: `In /etc/distribution/config.yml; then restart it. ${withLogin}`,
      snippet: distribution,
    },
    {
      label: 'Distribution 2',
      note: `In /etc/docker/registry/config.yml; then restart it. ${withLogin}`,
      snippet: distribution,
    },
    {
      label: 'zot',
      note: 'Its http.allowOrigin leaves out blobs, so configs and layers would stay hidden. Put nginx before it instead.',
      snippet: nginxSnippet(origin, { upstream: '127.0.0.1:8080' }),
    },
    {
      label: 'Harbor',
      note: 'It has no setting for this. In an nginx before it, for the registry and for its token service.',
      snippet: nginxSnippet(origin, { upstream: '127.0.0.1:8080', path: '~ ^/(v2|service/token)' }),
    },
    {
      label: 'Quay',
      note: 'It has no setting for this. In an nginx before it; the token service is under /v2/ too.',
      snippet: nginxSnippet(origin, { upstream: '127.0.0.1:8080' }),
    },
  ];
}

function proxyFixes(origin: string, host: string): readonly CorsFix[] {
  const upstream = 'Change 127.0.0.1:5000 to where the registry listens.';
  const token = 'A token service on another host needs the same.';
  return [
    {
      label: 'nginx',
      note: `In the server block of the proxy before the registry. ${upstream} ${token}`,
      snippet: nginxSnippet(origin),
    },
    {
      label: 'Caddy',
      note: `In the Caddyfile of the proxy before the registry. ${upstream} ${token}`,
      snippet: caddySnippet(origin, host),
    },
    {
      label: 'Traefik',
      note: `In a file of the file provider. ${upstream} ${token}`,
      snippet: traefikSnippet(origin, host),
    },
  ];
}

/** CNCF Distribution's `http.headers`: each a list. */
function distributionSnippet(origin: string): string {
  const list = (items: readonly string[]) => `[${items.map((item) => `'${item}'`).join(', ')}]`;
  return [
    'http:',
    '  headers:',
    `    Access-Control-Allow-Origin: ${list([origin])}`,
    `    Access-Control-Allow-Methods: ${list(corsHeaders.methods)}`,
    `    Access-Control-Allow-Headers: ${list(corsHeaders.requestHeaders)}`,
    `    Access-Control-Expose-Headers: ${list(corsHeaders.exposed)}`,
    '    Vary: [Origin]',
    '    X-Content-Type-Options: [nosniff]',
  ].join('\n');
}

const distributionRedirect = 'storage:\n  redirect:\n    disable: true';

const redirectFixes: readonly CorsFix[] = [
  {
    label: 'Distribution 3',
    note: 'In /etc/distribution/config.yml, with the storage that is there; then the registry sends blobs itself.',
    snippet: distributionRedirect,
  },
  {
    label: 'Distribution 2',
    note: 'In /etc/docker/registry/config.yml, with the storage that is there; then the registry sends blobs itself.',
    snippet: distributionRedirect,
  },
  {
    label: 'Harbor',
    note: 'In harbor.yml, then run its prepare and start it anew; then the registry sends blobs itself.',
    snippet: 'storage_service:\n  redirect:\n    disable: true',
  },
  {
    label: 'Quay',
    note: 'In config.yaml; then its own proxy sends blobs.',
    snippet: 'FEATURE_PROXY_STORAGE: true',
  },
  {
    label: 'S3 bucket',
    note: 'The CORS configuration of the bucket. After a redirect the browser gives no origin, so it has to be every one; what a signed URL protects stays protected.',
    snippet: JSON.stringify(
      [
        {
          AllowedOrigins: ['*'],
          AllowedMethods: ['GET', 'HEAD'],
          AllowedHeaders: ['*'],
          ExposeHeaders: ['Content-Range', 'Accept-Ranges'],
        },
      ],
      null,
      2,
    ),
  },
];
