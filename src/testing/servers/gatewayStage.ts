import { createServer, type IncomingHttpHeaders, type RequestListener, request as sendRequest } from 'node:http';
import { createGateway, type GatewayOptions } from '../../gateway/index.ts';
import { parseHostsFile } from '../../registry/index.ts';

/** A request as a server received it. */
export interface GotRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export interface TestServer {
  /** `<address>:<port>` */
  readonly host: string;
  readonly origin: string;
  readonly requests: GotRequest[];
  readonly close: () => Promise<void>;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A server on a free port of a loopback address that records its requests. */
export async function startServer(listener: RequestListener, listenOn = '127.0.0.1'): Promise<TestServer> {
  const requests: GotRequest[] = [];
  const server = createServer((request, response) => {
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, listenOn, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const host = `${listenOn}:${address.port}`;
  return {
    host,
    origin: `http://${host}`,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A gateway to the hosts of a `hosts.json`; everything outside `/gateway/` is 404. */
export function startGateway(
  hosts: Readonly<Record<string, unknown>>,
  options: Partial<GatewayOptions> = {},
): Promise<TestServer> {
  const gateway = createGateway({ hosts: parseHostsFile({ hosts }).hosts, isOwnName: () => true, ...options });
  return startServer((request, response) =>
    gateway(request, response, () => response.writeHead(404).end('no gateway')),
  );
}

/** Sends a request whose path, Host and other headers are unchanged, which `fetch` would not do. */
export function askRaw(
  { host }: { readonly host: string },
  path: string,
  {
    method = 'GET',
    headers = {},
  }: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<RawAnswer> {
  const url = new URL(`http://${host}`);
  return new Promise((resolve, reject) => {
    const outgoing = sendRequest(
      { host: url.hostname, port: url.port, path, method, headers: { host, ...headers }, agent: false },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}
