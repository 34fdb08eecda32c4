import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Plugin, PreviewServer, ViteDevServer } from 'vite';
import { AppError } from '../errors/index.ts';
import { type HostsFile, parseHostsFile } from '../registry/index.ts';
import { createGateway } from './gateway.ts';
import { gatewayPath } from './upstreamTarget.ts';
import { createIsOwnName, type IsOwnName, ownOrigin } from './visitor.ts';

interface ReadHosts extends HostsFile {
  readonly raw: Readonly<Record<string, unknown>>;
}

/**
 * Serves the gateway in the dev and the preview server, to the hosts of `hosts.json` in Vite's `publicDir`, and that file as
 * `/hosts.json` with the gateway added, unless it names a gateway. Without the file it serves neither. The file is read when the
 * server starts; an invalid file stops the start.
 */
export function gatewayPlugin(): Plugin {
  const configure = (server: ViteDevServer | PreviewServer, allowedHosts: true | readonly string[] | undefined) => {
    const { publicDir, logger } = server.config;
    const hosts = readHosts(join(publicDir, 'hosts.json'));
    if (!hosts) return;
    // Vite refuses other names if it has a list.
    const isOwnName = allowedHosts === true ? createIsOwnName(hostname()) : () => true;
    server.middlewares.use(serveHosts(hosts.raw, isOwnName));
    server.middlewares.use(
      createGateway({
        hosts: hosts.hosts,
        isOwnName,
        onFault: (error) => logger.error(`gateway: ${error instanceof Error ? error.stack : String(error)}`),
      }),
    );
  };
  return {
    name: 'ociscope:gateway',
    configureServer: (server) => configure(server, server.config.server.allowedHosts),
    configurePreviewServer: (server) => configure(server, server.config.preview.allowedHosts),
  };
}

function serveHosts(raw: Readonly<Record<string, unknown>>, isOwnName: IsOwnName) {
  return (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    if (request.url?.split('?')[0] !== '/hosts.json') return next();
    // If the gateway would refuse this name, the app requests hosts directly.
    const origin = ownOrigin(request);
    const gateway = origin && isOwnName(origin.hostname) ? { gateway: gatewayPath } : {};
    response.setHeader('content-type', 'application/json');
    response.setHeader('cache-control', 'no-cache');
    response.setHeader('x-content-type-options', 'nosniff');
    response.end(JSON.stringify({ ...gateway, ...raw }));
  };
}

/** Reads `hosts.json`; undefined if it does not exist. @throws AppError invalid_argument with the file and the path of the fault */
function readHosts(path: string): ReadHosts | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const raw: unknown = JSON.parse(text);
    return { ...parseHostsFile(raw), raw: { ...Object(raw) } };
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    throw new AppError('invalid_argument', `cannot start with "${path}": ${fault}`, { cause: error });
  }
}
