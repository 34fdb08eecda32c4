import { createServer, type RequestListener } from 'node:http';
import { type FaultServer, listen, passOn } from './faultServers.ts';

export interface LoginOptions {
  /** Status of every answer to OPTIONS. */
  readonly preflight: number;
  /** Exposes WWW-Authenticate to other origins. */
  readonly exposes: boolean;
}

/** A registry that requires a token, which it gives to everyone; requests with one are forwarded to `origin`. */
export async function startLogin(origin: string, { preflight, exposes }: LoginOptions): Promise<FaultServer> {
  const onward = passOn(origin);
  const answer: RequestListener = (request, response) => {
    if (request.headers.authorization && request.method !== 'OPTIONS') return onward(request, response);
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'Authorization, Accept');
    if (request.method === 'OPTIONS') return response.writeHead(preflight).end();
    if (request.url?.startsWith('/token')) return response.end('{"token":"anyone"}');
    if (exposes) response.setHeader('access-control-expose-headers', 'WWW-Authenticate');
    response.setHeader('www-authenticate', `Bearer realm="http://${request.headers.host}/token",service="fixture"`);
    return response.writeHead(401).end();
  };
  const server = createServer(answer);
  return listen((socket) => server.emit('connection', socket));
}
