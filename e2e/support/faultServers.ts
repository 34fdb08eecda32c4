import { createHash, generateKeyPairSync } from 'node:crypto';
import { createServer as createHttpServer, type RequestListener, request as requestHttp } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { selfSignedCertificate, toPem } from '../../src/testing/servers/certificate.ts';

/** A server on a free port of 127.0.0.1. */
export interface FaultServer {
  readonly port: number;
  stop(): Promise<void>;
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** SHA-256 of the public key in base64, by which Chromium trusts it (`--ignore-certificate-errors-spki-list`). */
  readonly spki: string;
}

/** A certificate that no browser trusts, for any host. */
export function createCertificate(): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: toPem(selfSignedCertificate(privateKey, 'ociscope test')),
    spki: createHash('sha256').update(spki).digest('base64'),
  };
}

/** https, and 400 for plain http on the same port, as nginx and Go's servers answer. */
export async function startTls({ key, cert }: Certificate, listener: RequestListener): Promise<FaultServer> {
  const tls = createHttpsServer({ key, cert }, listener);
  const plain = createHttpServer((_request, response) => response.writeHead(400).end());
  return listen((socket) => {
    socket.once('readable', () => {
      const first: Buffer | null = socket.read(1);
      if (first === null) return;
      socket.unshift(first);
      (first[0] === 0x16 ? tls : plain).emit('connection', socket);
    });
  });
}

/** Forwards everything to an http origin. */
export function passOn(origin: string): RequestListener {
  return (request, response) => {
    const onward = requestHttp(new URL(request.url ?? '/', origin), {
      method: request.method,
      headers: request.headers,
    });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  };
}

/** Accepts connections and closes each after the first bytes. */
export async function startCutting(): Promise<FaultServer> {
  return listen((socket) => socket.once('data', () => socket.resetAndDestroy()));
}

/** Closes the first connection that requests `path`; later ones go to `origin`. */
export async function startCuttingOnce(origin: string, path: string): Promise<FaultServer> {
  let isCut = false;
  const onward = passOn(origin);
  const http = createHttpServer((request, response) => {
    if (isCut || request.url !== path) return onward(request, response);
    isCut = true;
    request.socket.resetAndDestroy();
  });
  return listen((socket) => http.emit('connection', socket));
}

/** Forwards each connection, and closes the rest when it is stopped. */
export async function listen(connected: (socket: Socket) => void): Promise<FaultServer> {
  const sockets = new Set<Socket>();
  const server: Server = createTcpServer((socket) => {
    sockets.add(socket);
    // A browser that disconnects does not fail the test.
    socket.on('error', () => sockets.delete(socket));
    socket.on('close', () => sockets.delete(socket));
    connected(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    port: address.port,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
