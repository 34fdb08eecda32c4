import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin, PreviewServer, ViteDevServer } from 'vite';
import { createSampleRegistry } from './registry.ts';
import { createSampleLayout, sampleReference } from './sampleImage.ts';

/**
 * Serves the sample registry under `/v2/` of the dev and the preview server, names its image at `/sample.json`
 * (`{"reference": "<host>/ociscope/sample@sha256:…"}`), and prints the link to it below the server's address.
 */
export function sampleRegistryPlugin(): Plugin {
  const layout = createSampleLayout();
  const registry = createSampleRegistry(layout);
  const image = sampleReference(layout);
  const serve = (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path === '/v2' || path.startsWith('/v2/')) return registry(request, response);
    if (path !== '/sample.json') return next();
    response.setHeader('content-type', 'application/json');
    response.setHeader('cache-control', 'no-cache');
    response.setHeader('x-content-type-options', 'nosniff');
    response.end(JSON.stringify({ reference: `${request.headers.host ?? 'localhost'}/${image}` }));
  };
  const configure = (server: ViteDevServer | PreviewServer) => {
    server.middlewares.use(serve);
    const printUrls = server.printUrls.bind(server);
    server.printUrls = () => {
      printUrls();
      for (const address of server.resolvedUrls?.local ?? []) {
        server.config.logger.info(`  Sample:  ${address}#${new URL(address).host}/${image}`);
      }
    };
  };
  return { name: 'ociscope:sample-registry', configureServer: configure, configurePreviewServer: configure };
}
