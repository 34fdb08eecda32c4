import { startWebServer, type WebServer } from './webServer.ts';

/**
 * Starts Caddy with a Caddyfile of sites, made for the port that it listens on; resolves once it listens. An error
 * includes what Caddy rejects in the text.
 */
export function startCaddy(configuration: (port: number) => string | Promise<string>): Promise<WebServer> {
  return startWebServer({
    file: 'Caddyfile',
    configuration: async (_folder, port) => `{\n\tadmin off\n}\n${await configuration(port)}`,
    run: (folder, file) => ({
      names: ['caddy'],
      args: ['run', '--adapter', 'caddyfile', '--config', file],
      environment: { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    }),
  });
}
