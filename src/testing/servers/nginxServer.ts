import { startWebServer, type WebServer } from './webServer.ts';

/**
 * Starts nginx with the content of a file in `/etc/nginx/conf.d`, made for the port that it listens on at 127.0.0.1;
 * resolves once it listens. An error includes what nginx rejects in the text.
 */
export function startNginx(configuration: (port: number) => string | Promise<string>): Promise<WebServer> {
  return startWebServer({
    file: 'nginx.conf',
    configuration: async (folder, port) => surround(folder, await configuration(port)),
    run: (folder, file) => ({
      names: ['nginx', '/usr/sbin/nginx'],
      args: ['-p', folder, '-e', 'stderr', '-c', file],
    }),
  });
}

/**
 * The configuration that distributions put around conf.d, for one process that ends with its parent and writes nowhere
 * else.
 */
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
