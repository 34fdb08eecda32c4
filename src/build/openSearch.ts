import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join, resolve } from 'node:path';
import type { Connect, Plugin, ResolvedConfig } from 'vite';

const searchLink = { rel: 'search', type: 'application/opensearchdescription+xml', title: 'ociscope' };
const searchPath = '/opensearch.xml';

/**
 * Adds OpenSearch, so that an address bar can look an image up. The description needs an absolute address: a build has it only if
 * it was given its origin; the servers for development and preview fill in the requesting host.
 */
export function openSearch(builtOrigin: string | undefined): Plugin {
  const link = { tag: 'link', attrs: { ...searchLink, href: searchPath } };
  let command: ResolvedConfig['command'];
  return {
    name: 'ociscope:open-search',
    configResolved: (config) => {
      command = config.command;
    },
    transformIndexHtml: () => (command === 'serve' || builtOrigin ? [link] : []),
    generateBundle() {
      if (!builtOrigin) return;
      const source = describeSearch(new URL(builtOrigin).origin);
      this.emitFile({ type: 'asset', fileName: searchPath.slice(1), source });
    },
    configureServer: (server) => {
      server.middlewares.use(serveSearch);
    },
    configurePreviewServer: (server) => {
      const { root, build } = server.config;
      server.middlewares.use(serveSearch);
      server.middlewares.use(linkSearch(join(resolve(root, build.outDir), 'index.html')));
    },
  };
}

const serveSearch: Connect.NextHandleFunction = (request, response, next) => {
  if (request.url?.split('?')[0] !== searchPath) return next();
  const origin = requestedOrigin(request);
  if (origin === undefined) response.statusCode = 400;
  response.setHeader('content-type', searchLink.type);
  response.setHeader('x-content-type-options', 'nosniff');
  response.end(origin && describeSearch(origin));
};

/** Serves the built document with the link, which a build without an origin does not contain. */
function linkSearch(file: string): Connect.NextHandleFunction {
  const attributes = Object.entries({ ...searchLink, href: searchPath }).map(([name, value]) => `${name}="${value}"`);
  return async (request, response, next) => {
    if (request.url?.split('?')[0] !== '/') return next();
    const document = await readFile(file, 'utf8').catch(() => '');
    if (document === '' || document.includes(searchPath)) return next();
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(document.replace('</head>', `  <link ${attributes.join(' ')} />\n  </head>`));
  };
}

/** Returns the requesting origin; undefined if the header is more than a host, since it goes into XML. */
function requestedOrigin({ headers, socket }: IncomingMessage): string | undefined {
  const host = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.exec(headers.host ?? '')?.[0];
  return host === undefined ? undefined : `${'encrypted' in socket ? 'https' : 'http'}://${host}`;
}

function describeSearch(origin: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>ociscope</ShortName>
  <Description>Look inside a container image</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Image width="16" height="16" type="image/svg+xml">${origin}/favicon.svg</Image>
  <Url type="text/html" template="${origin}/?image={searchTerms}"/>
</OpenSearchDescription>
`;
}
