import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WebServer } from './nginxServer.ts';
import { freePort, startServerProgram } from './serverProgram.ts';

/**
 * Starts Caddy with a Caddyfile of sites, made for the port that it is to listen on; resolves once it listens. What
 * Caddy has against the text is in the error.
 */
export async function startCaddy(configuration: (port: number) => string | Promise<string>): Promise<WebServer> {
  const folder = await mkdtemp(join(tmpdir(), 'ociscope-caddy-'));
  const port = await freePort();
  const file = join(folder, 'Caddyfile');
  await writeFile(file, `{\n\tadmin off\n}\n${await configuration(port)}`);
  try {
    const program = await startServerProgram({
      names: ['caddy'],
      args: ['run', '--adapter', 'caddyfile', '--config', file],
      port,
      environment: { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    });
    return {
      origin: `http://localhost:${port}`,
      host: `localhost:${port}`,
      stop: async () => {
        await program.stop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
