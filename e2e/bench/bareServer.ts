import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** Serves the bare pages of this folder at an origin of their own. */
export async function startBareServer(): Promise<{ origin: string; stop(): void }> {
  const server = createServer(async (request, response) => {
    const name = new URL(request.url ?? '/', 'http://bare').pathname.slice(1);
    const type = /^[a-z]+\.(html|js)$/.test(name) ? types[extname(name)] : undefined;
    if (!type) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': type }).end(await readFile(new URL(`./bare/${name}`, import.meta.url)));
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the bare server has no port');
  return {
    origin: `http://localhost:${address.port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
