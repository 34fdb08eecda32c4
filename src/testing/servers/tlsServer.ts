import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:https';
import { selfSignedCertificate, toPem } from './certificate.ts';

/** A TLS server of this machine as `localhost`, with a certificate that is not trusted by default. */
export interface TlsServer {
  readonly port: number;
  /** PEM */
  readonly certificate: string;
  /** Number of requests received over TLS. */
  requestCount: number;
  stop(): Promise<void>;
}

/** Answers everything with 200 and `{}`. */
export async function startTlsServer(): Promise<TlsServer> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = toPem(selfSignedCertificate(privateKey, 'localhost', ['localhost']));
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const server = createServer({ key, cert: certificate }, (_request, response) => {
    tls.requestCount++;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the TLS server has no port');
  const tls: TlsServer = {
    port: address.port,
    certificate,
    requestCount: 0,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return tls;
}
