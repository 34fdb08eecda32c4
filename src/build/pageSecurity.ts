import type { Connect, Plugin, ResolvedConfig } from 'vite';
import { registrationHash } from './registerEarly.ts';

const pagePolicy = `default-src 'none'; script-src 'self' ${registrationHash}; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'`;
// Only the worker talks to registries, and it hashes in WASM where a page has no WebCrypto.
const workerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src *";

/** Puts the page's policy into the built document, so that any static host has it, and into the preview's headers. */
export function pageSecurity(): Plugin {
  let command: ResolvedConfig['command'];
  return {
    name: 'ociscope:page-security',
    configResolved: (config) => {
      command = config.command;
    },
    transformIndexHtml: () =>
      command === 'build'
        ? [
            {
              tag: 'meta',
              attrs: { 'http-equiv': 'Content-Security-Policy', content: pagePolicy },
              injectTo: 'head-prepend',
            },
          ]
        : [],
    configurePreviewServer: (server) => {
      server.middlewares.use(setPreviewHeaders);
    },
  };
}

const setPreviewHeaders: Connect.NextHandleFunction = (request, response, next) => {
  const path = (request.url ?? '').split('?')[0] ?? '';
  response.setHeader('x-content-type-options', 'nosniff');
  if (path.endsWith('/') || path.endsWith('.html')) {
    response.setHeader('content-security-policy', `${pagePolicy}; frame-ancestors 'none'`);
    response.setHeader('cache-control', 'no-cache');
  } else if (path === '/sw.js' || path === '/worker.js') {
    response.setHeader('content-security-policy', workerPolicy);
    response.setHeader('cache-control', 'no-cache');
  } else if (path.startsWith('/assets/')) {
    response.setHeader('cache-control', 'public, max-age=31536000, immutable');
  }
  next();
};
