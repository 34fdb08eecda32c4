import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { build, type Plugin, type ResolvedConfig } from 'vite';

const workerSource = 'src/sw/index.ts';

/**
 * Builds `/worker.js` and `/sw.js` after the page: one classic script each, of one source. The first is the dedicated worker that a
 * page starts for itself; the second, the service worker, contains the list of files to cache and cannot read archives. In
 * development the source itself is served for both, as a module worker that may control the whole origin.
 */
export function workers(): Plugin {
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
        await buildWorker(config.build.target, config.root, outDir, 'worker.js', {
          __PRECACHE__: '{}',
          __DEDICATED__: 'true',
        });
        await buildWorker(config.build.target, config.root, outDir, 'sw.js', {
          __PRECACHE__: JSON.stringify(listPrecache(outDir)),
          __DEDICATED__: 'false',
        });
      },
    },
  };
}

const inDevelopment = { __PRECACHE__: '({"version":"development","files":{}})', __DEDICATED__: 'true' };

async function buildWorker(
  target: ResolvedConfig['build']['target'],
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
 * Lists the files of the build that hosts do not edit, by URL with the hash of their bytes; the document is `/` without a hash.
 * The version changes with any byte of them.
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
