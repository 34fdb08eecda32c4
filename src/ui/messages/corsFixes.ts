import type { Reason } from '../../errors/index.ts';
import { corsHeaders } from './corsHeaders.ts';
import { caddySnippet, nginxSnippet, traefikSnippet } from './proxySnippets.ts';

/** Settings for one kind of registry or proxy that allow this site. */
export interface CorsFix {
  readonly label: string;
  /** Names the file the snippet goes into, and its limits. */
  readonly note: string;
  readonly snippet: string;
}

interface FixDetails {
  readonly reason: Reason;
  readonly host: string;
  /** The origin of this page. */
  readonly origin: string;
  /** The registry is requested over plain HTTP. */
  readonly isPlainHttp?: boolean;
}

/** Public registries, whose users cannot turn CORS on. */
const hosted =
  /(^|\.)(docker\.io|docker\.com|ghcr\.io|quay\.io|gcr\.io|pkg\.dev|registry\.k8s\.io|mcr\.microsoft\.com|azurecr\.io|amazonaws\.com|public\.ecr\.aws|registry\.gitlab\.com|cgr\.dev|lscr\.io|nvcr\.io|docker\.elastic\.co|registry\.access\.redhat\.com|registry\.redhat\.io)$/i;

/** Reports whether a host is a public registry, whose users cannot change its settings. */
export function isHostedRegistry(host: string): boolean {
  return hosted.test(host.replace(/:\d+$/, ''));
}

/** Returns the fixes to choose from, the most likely first; empty unless the reason is CORS and the registry is self-hosted. */
export function corsFixes({ reason, host, origin, isPlainHttp = false }: FixDetails): readonly CorsFix[] {
  if (isHostedRegistry(host)) return [];
  if (reason === 'redirect_cors') return redirectFixes;
  const isCors = reason === 'cors_missing' || reason === 'cors_origin' || reason === 'header_hidden';
  if (!isCors && reason !== 'preflight_refused') return [];
  const registries = registryFixes(origin);
  const proxies = proxyFixes(origin, host, isPlainHttp);
  // If it requires a sign-in, a registry's own headers do not help: its 401 to OPTIONS comes first.
  return isCors ? [...registries, ...proxies] : [...proxies, ...registries];
}

function registryFixes(origin: string): readonly CorsFix[] {
  const withLogin =
    'With authentication enabled it rejects OPTIONS with 401; put a proxy in front to answer preflights.';
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
      note: 'Its http.allowOrigin does not cover blobs, so configs and layers would stay blocked. Put nginx in front instead.',
      snippet: nginxSnippet(origin, { upstream: '127.0.0.1:8080' }),
    },
    {
      label: 'Harbor',
      note: 'Harbor has no CORS setting. Put nginx in front of the registry and its token service.',
      snippet: nginxSnippet(origin, { upstream: '127.0.0.1:8080', path: '~ ^/(v2|service/token)' }),
    },
    {
      label: 'Quay',
      note: 'Quay has no CORS setting. Put nginx in front; the token service is under /v2/ too.',
      snippet: nginxSnippet(origin, { upstream: '127.0.0.1:8080' }),
    },
  ];
}

function proxyFixes(origin: string, host: string, isPlainHttp: boolean): readonly CorsFix[] {
  const upstream = 'Change 127.0.0.1:5000 to the address of the registry.';
  const token = 'A token service on another host needs the same.';
  return [
    {
      label: 'nginx',
      note: `In the server block of the proxy in front of the registry. ${upstream} ${token}`,
      snippet: nginxSnippet(origin),
    },
    {
      label: 'Caddy',
      note: `In the Caddyfile of the proxy in front of the registry. ${upstream} ${token}`,
      // Caddy serves HTTPS for a site address without a scheme.
      snippet: caddySnippet(origin, isPlainHttp ? `http://${host}` : host),
    },
    {
      label: 'Traefik',
      note: `In a file of the file provider. ${upstream} ${token}`,
      snippet: traefikSnippet(origin, host),
    },
  ];
}

/** Returns CNCF Distribution's `http.headers`, in which each value is a list. */
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
    note: 'In /etc/distribution/config.yml. Add to the existing `storage` section. The registry will then serve blobs directly.',
    snippet: distributionRedirect,
  },
  {
    label: 'Distribution 2',
    note: 'In /etc/docker/registry/config.yml. Add to the existing `storage` section. The registry will then serve blobs directly.',
    snippet: distributionRedirect,
  },
  {
    label: 'Harbor',
    note: 'In harbor.yml; then run `./prepare` and restart Harbor. The registry will then serve blobs directly.',
    snippet: 'storage_service:\n  redirect:\n    disable: true',
  },
  {
    label: 'Quay',
    note: 'In config.yaml. Quay will then serve blobs directly.',
    snippet: 'FEATURE_PROXY_STORAGE: true',
  },
  {
    label: 'S3 bucket',
    note: 'In the CORS configuration of the bucket. After a redirect browsers send `Origin: null`, so allow `*`. Signed URLs stay protected.',
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
