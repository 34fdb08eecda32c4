import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join, relative, resolve, sep } from 'node:path';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { build, type Connect, type Plugin, type ResolvedConfig } from 'vite';
import { defineConfig } from 'vitest/config';
import { firefox } from './e2e/run/firefoxProvider.ts';
import { chromiumFlags, findProgram } from './e2e/run/programs.mjs';
import { gatewayPlugin } from './src/gateway/index.ts';
import { sampleRegistryPlugin } from './src/sample/index.ts';

const chromium = findProgram('chromium');
const target = 'es2023';
const workerSource = 'src/sw/index.ts';
const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'";
// Only the worker talks to registries, and it hashes in WASM where a page has no WebCrypto.
const workerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src *";
const searchLink = { rel: 'search', type: 'application/opensearchdescription+xml', title: 'ociscope' };
const searchPath = '/opensearch.xml';

export default defineConfig({
  // Paths that are no file are 404, as on a static host, so that nothing here hides what a host would do.
  appType: 'mpa',
  plugins: [
    react(),
    lazyStyles(),
    pageSecurity(),
    openSearch(process.env.OCISCOPE_ORIGIN),
    workers(),
    sampleRegistryPlugin(),
    gatewayPlugin(),
  ],
  build: {
    target,
    modulePreload: false,
    // Few files, since each costs a request: what draws the tree, what draws the page, and what comes when it is wanted.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'main', test: /\/src\/main\.ts$|rolldown\/runtime/, priority: 3 },
            { name: 'page', test: /\/src\/ui\/startPage\.tsx$/, priority: 2 },
            {
              name: 'later',
              test: /\/src\/(ui|client)\/(?!(raw|findings|dockerfile|commands|palette|settings|lists|requests|storagePage|keep|keepOffline|importPage|exportDialog|share|imageList)\/|schema1Document|arrival|pane\/UsedBy|parents|storedContent|ingests|exports|archives|keepWhole)/,
              priority: 1,
            },
            { name: 'keepOffline', test: /\/src\/(ui\/keepOffline\/(?!list\/)|client\/keepWhole)/, priority: 0 },
            {
              name: 'own',
              test: /\/src\/(ui\/(settings|lists|requests|storagePage)\/|client\/storedContent)/,
              priority: 0,
            },
          ],
        },
      },
    },
  },
  // The sample registry answers for its own CORS. Nothing served here is private: every host name may ask, but for the
  // gateway, which sees to that itself.
  preview: { port: 4173, strictPort: true, cors: false, allowedHosts: true },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'node', include: ['src/**/*.test.{ts,tsx}'], exclude: ['src/**/*.browser.test.{ts,tsx}'] },
      },
      {
        extends: true,
        // What would be found while tests run is loaded anew then, a second time beside what they hold already.
        optimizeDeps: {
          include: [
            'react',
            'react/jsx-dev-runtime',
            'react-dom/client',
            '@tanstack/react-query',
            '@tanstack/react-virtual',
            'modern-tar',
            'pako',
          ],
        },
        test: {
          name: 'browser',
          include: ['src/**/*.browser.test.{ts,tsx}'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { ...(chromium ? { executablePath: chromium } : {}), args: chromiumFlags },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'firefox',
          include: ['src/{content,registry}/**/*.browser.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: firefox(),
            instances: [{ browser: 'firefox' }],
          },
        },
      },
    ],
  },
});

/**
 * What `import()` of a lazy part waits for: its styles, so that it is never seen without them. Vite's own helper also fetches
 * modules ahead and is six times the size.
 */
function lazyStyles(): Plugin {
  return {
    name: 'ociscope:lazy-styles',
    enforce: 'pre',
    load: {
      filter: { id: /vite\/preload-helper/ },
      handler: () => `
        const linked = {};
        const link = (path) => linked[path] ??= new Promise((resolve, reject) => {
          const element = document.createElement('link');
          element.rel = 'stylesheet';
          element.href = '/' + path;
          element.onload = resolve;
          element.onerror = () => reject(new Error(path + ' did not come'));
          document.head.append(element);
        });
        export const __vitePreload = (load, paths = []) =>
          Promise.all([load(), ...paths.map(link)]).then(([loaded]) => loaded);
      `,
    },
  };
}

/** The page's policy: in the built document, so that any static host has it, and in the preview's headers. */
function pageSecurity(): Plugin {
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
  } else if (path === '/sw.js' || path === '/aside.js') {
    response.setHeader('content-security-policy', workerPolicy);
    response.setHeader('cache-control', 'no-cache');
  } else if (path.startsWith('/assets/')) {
    response.setHeader('cache-control', 'public, max-age=31536000, immutable');
  }
  next();
};

/**
 * OpenSearch, so that an address bar can look an image up. What it describes has to be an absolute address: a build has it
 * where it is told its origin, else neither file nor link; the servers for development and preview fill in the host that asks.
 */
function openSearch(builtOrigin: string | undefined): Plugin {
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
  const origin = askedOrigin(request);
  if (origin === undefined) response.statusCode = 400;
  response.setHeader('content-type', searchLink.type);
  response.setHeader('x-content-type-options', 'nosniff');
  response.end(origin && describeSearch(origin));
};

/** The built document with the link in it, which a build that knows no origin is without. */
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

/** Undefined where the header is more than a host: it goes into XML. */
function askedOrigin({ headers, socket }: IncomingMessage): string | undefined {
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

/**
 * `/aside.js` and `/sw.js`: one classic script each, of one source, built after the page. The first is for workers that a page
 * starts for itself; the second, the service worker, has the list of what it keeps for opening offline, and cannot read
 * archives. In development the source itself is served for both, as a module worker that may control the whole origin.
 */
function workers(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'ociscope:workers',
    configResolved: (resolved) => {
      config = resolved;
    },
    configureServer: (server) => {
      server.middlewares.use((request, response, next) => {
        if (request.url?.startsWith(`/${workerSource}`)) response.setHeader('service-worker-allowed', '/');
        next();
      });
    },
    transform: (code, id) =>
      config.command === 'serve' && id.includes('/src/sw/')
        ? {
            code: Object.entries(inDevelopment).reduce((text, [name, put]) => text.replaceAll(name, put), code),
            map: null,
          }
        : undefined,
    closeBundle: {
      order: 'post',
      sequential: true,
      handler: async (error?: Error) => {
        if (error || config.command !== 'build') return;
        const outDir = resolve(config.root, config.build.outDir);
        await buildWorker(config.root, outDir, 'aside.js', { __PRECACHE__: '{}', __ASIDE__: 'true' });
        await buildWorker(config.root, outDir, 'sw.js', {
          __PRECACHE__: JSON.stringify(listPrecache(outDir)),
          __ASIDE__: 'false',
        });
      },
    },
  };
}

const inDevelopment = { __PRECACHE__: '({"version":"development","files":{}})', __ASIDE__: 'true' };

async function buildWorker(
  root: string,
  outDir: string,
  entryFileNames: string,
  define: Record<string, string>,
): Promise<void> {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define,
    build: {
      target,
      outDir,
      emptyOutDir: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: join(root, workerSource),
        output: { format: 'iife', entryFileNames, codeSplitting: false },
      },
    },
  });
}

/**
 * Every file of the build that does not change by hand, by its URL with the hash of its bytes; the document as `/` without
 * one. And a version that changes with any byte of them.
 */
function listPrecache(outDir: string): { version: string; files: Record<string, string> } {
  const version = createHash('sha256');
  const paths = readdirSync(outDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^\.|\.map$|^(_headers|_redirects|sw\.js|hosts\.json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const files = paths.map((path): [string, string] => {
    const bytes = readFileSync(path);
    const url = `/${relative(outDir, path).split(sep).join('/')}`;
    version.update(url).update('\0').update(bytes);
    return url === '/index.html' ? ['/', ''] : [url, `sha256-${createHash('sha256').update(bytes).digest('base64')}`];
  });
  return { version: version.digest('hex').slice(0, 16), files: Object.fromEntries(files) };
}
