import { corsHeaders, corsLines } from './corsHeaders.ts';

// Configuration for a proxy in front of a registry. It answers OPTIONS itself and replaces the registry's CORS headers.

/**
 * Returns a location for nginx's `server` block. `return` runs before any `auth_basic`; `always` adds the headers to 401 and 404
 * too.
 */
export function nginxSnippet(origin: string, { upstream = '127.0.0.1:5000', path = '/v2/' } = {}): string {
  const lines = corsLines(origin);
  return [
    `location ${path} {`,
    ...lines.map(([name, value]) => `    add_header ${name} "${value}" always;`),
    '    add_header Vary Origin always;',
    '    if ($request_method = OPTIONS) { return 204; }',
    '',
    `    proxy_pass http://${upstream};`,
    '    proxy_set_header Host $http_host;',
    '    proxy_set_header X-Forwarded-Proto $scheme;',
    '    client_max_body_size 0;',
    ...lines.map(([name]) => `    proxy_hide_header ${name};`),
    '}',
  ].join('\n');
}

/** Returns a Caddyfile. The site address has a scheme if it is plain HTTP. `defer` replaces the registry's own headers. */
export function caddySnippet(origin: string, site: string): string {
  return [
    `${site} {`,
    '\theader {',
    ...corsLines(origin).map(([name, value]) => `\t\t${name} "${value}"`),
    '\t\t+Vary Origin',
    '\t\tdefer',
    '\t}',
    '\t@preflight method OPTIONS',
    '\thandle @preflight {',
    '\t\trespond 204',
    '\t}',
    '\thandle {',
    '\t\treverse_proxy 127.0.0.1:5000',
    '\t}',
    '}',
  ].join('\n');
}

/** Returns a file for Traefik's file provider. Traefik's headers middleware answers preflights. */
export function traefikSnippet(origin: string, host: string): string {
  const list = (items: readonly string[]) => `[${items.map((item) => `"${item}"`).join(', ')}]`;
  return [
    'http:',
    '  routers:',
    '    registry:',
    `      rule: 'Host(\`${host.replace(/:\d+$/, '')}\`)'`,
    '      middlewares: [registry-cors]',
    '      service: registry',
    '  middlewares:',
    '    registry-cors:',
    '      headers:',
    `        accessControlAllowOriginList: ${list([origin])}`,
    `        accessControlAllowMethods: ${list(corsHeaders.methods)}`,
    `        accessControlAllowHeaders: ${list(corsHeaders.requestHeaders)}`,
    `        accessControlExposeHeaders: ${list(corsHeaders.exposed)}`,
    '        accessControlMaxAge: 86400',
    '        addVaryHeader: true',
    '  services:',
    '    registry:',
    '      loadBalancer:',
    '        servers: [{ url: "http://127.0.0.1:5000" }]',
  ].join('\n');
}
