import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startServerProgram } from './serverProgram.ts';

/** A real web server with a configuration of the test's. */
export interface WebServer {
  /** `http://localhost:<port>` */
  readonly origin: string;
  /** `localhost:<port>` */
  readonly host: string;
  stop(): Promise<void>;
}

/**
 * Starts nginx with what a file in `/etc/nginx/conf.d` would hold, made for the port that it is to listen on at
 * 127.0.0.1; resolves once it listens. What nginx has against the text is in the error.
 */
export async function startNginx(configuration: (port: number) => string | Promise<string>): Promise<WebServer> {
  const folder = await mkdtemp(join(tmpdir(), 'ociscope-nginx-'));
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  await writeFile(file, surround(folder, await configuration(port)));
  try {
    const program = await startServerProgram({
      names: ['nginx', '/usr/sbin/nginx'],
      args: ['-p', folder, '-e', 'stderr', '-c', file],
      port,
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

/** What distributions have around conf.d, in one process that ends with its parent and writes nowhere else. */
function surround(folder: string, site: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off;
master_process off;
error_log stderr error;
pid ${folder}/nginx.pid;
events {}
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  types { text/html html; text/css css; text/javascript js; application/json json; image/svg+xml svg; }
  default_type application/octet-stream;
${site}
}
`;
}
