import { createServer, request as forward, type Server } from 'node:http';

/** A request as a client sent it. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
}

/** Forwards to a server of this machine and records every request. */
export class CountingProxy {
  /** Every request so far; emptied by `length = 0`. */
  readonly requests: SeenRequest[] = [];
  readonly #upstreamPort: number;
  #server: Server | undefined;
  #port = 0;

  constructor(upstreamPort: number) {
    this.#upstreamPort = upstreamPort;
  }

  /** `localhost:<port>`, the same after a pause. */
  get host(): string {
    return `localhost:${this.#port}`;
  }

  async listen(): Promise<void> {
    const server = createServer((incoming, outgoing) => {
      const { method = 'GET', url: path = '/', headers } = incoming;
      this.requests.push({ method, path });
      const upstream = forward({ host: '127.0.0.1', port: this.#upstreamPort, method, path, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      upstream.on('error', (error) => outgoing.destroy(error));
      incoming.pipe(upstream);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, 'localhost', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
    this.#port = address.port;
    this.#server = server;
  }

  /** From now on connections are refused; open ones are closed. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }
}
