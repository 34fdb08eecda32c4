import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCaddy } from './caddyServer.ts';
import { byAddress, caddyOnPort, documentedConfiguration, nginxOnPort } from './documentedConfiguration.ts';
import { startNginx } from './nginxServer.ts';
import { startTlsServer, type TlsServer } from './tlsServer.ts';

const name = 'ociscope.example.com';

let folder: string;
/** Two registries over TLS: one with a trusted certificate. */
let trusted: TlsServer;
let other: TlsServer;
let trust: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ociscope-trust-'));
  [trusted, other] = [await startTlsServer(), await startTlsServer()];
  trust = join(folder, 'trust.pem');
  await writeFile(trust, trusted.certificate);
});
afterAll(async () => {
  for (const one of [trusted, other]) await one.stop();
  await rm(folder, { recursive: true, force: true });
});

const gateways = [
  [
    'nginx-gateway.conf',
    (upstream: TlsServer) =>
      startNginx(async (port) => {
        const site = await documentedConfiguration('nginx-gateway.conf', [
          ...nginxOnPort(port, name),
          ['/etc/ssl/certs/ca-certificates.crt', trust],
          ['https://registry-1.docker.io', 'https://localhost'],
        ]);
        return `upstream localhost { server ${await byAddress('localhost')}:${upstream.port}; }\n${site}`;
      }),
  ],
  [
    'Caddyfile.gateway',
    (upstream: TlsServer) =>
      startCaddy((port) =>
        documentedConfiguration('Caddyfile.gateway', [
          ...caddyOnPort(port, name),
          ['\t\ttls\n', `\t\ttls\n\t\ttls_trusted_ca_certs ${trust}\n`],
          ['registry-1.docker.io:443', `localhost:${upstream.port}`],
        ]),
      ),
  ],
] as const;

describe.each(gateways)('%s', (_file, start) => {
  const ask = async (upstream: TlsServer) => {
    const gateway = await start(upstream);
    try {
      return (await fetch(`${gateway.origin}/gateway/docker.io/v2/`)).status;
    } finally {
      await gateway.stop();
    }
  };

  it('sends requests to a registry with a trusted certificate', async () => {
    expect(await ask(trusted)).toBe(200);
  });

  it('sends nothing to one with an untrusted certificate', async () => {
    expect(await ask(other)).toBe(502);
    expect(other.requestCount).toBe(0);
  });
});
