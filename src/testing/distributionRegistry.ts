import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CountingProxy, type SeenRequest } from './countingProxy.ts';

const startTimeoutMs = 15_000;
const programs = ['docker-registry', 'registry'];

/** The real CNCF Distribution with storage of its own, behind a proxy that counts what clients ask. */
export interface DistributionRegistry {
  /** `http://localhost:<port>` */
  readonly origin: string;
  readonly host: string;
  /** Every request of a client so far; emptied by `length = 0`. */
  readonly requests: SeenRequest[];
  /** Refuses connections, as a registry that is gone. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Distribution with CORS for every origin and schema1 on; resolves once it answers. */
export async function startDistribution(): Promise<DistributionRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'ociscope-registry-'));
  const port = await freePort();
  await writeFile(join(folder, 'config.yml'), configuration(folder, port));
  const registry = await launch(join(folder, 'config.yml'), port);
  const proxy = new CountingProxy(port);
  await proxy.listen();
  return {
    origin: `http://${proxy.host}`,
    host: proxy.host,
    requests: proxy.requests,
    pause: () => proxy.close(),
    resume: () => proxy.listen(),
    stop: async () => {
      await proxy.close();
      await end(registry);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** distribution.github.io/distribution/about/configuration, 2.8 */
function configuration(folder: string, port: number): string {
  return `version: 0.1
log: { level: error, accesslog: { disabled: true } }
storage:
  filesystem: { rootdirectory: ${JSON.stringify(join(folder, 'data'))} }
  delete: { enabled: true }
  redirect: { disable: true }
http:
  addr: 127.0.0.1:${port}
  headers:
    Access-Control-Allow-Origin: ['*']
    Access-Control-Allow-Methods: ['GET, HEAD, OPTIONS']
    Access-Control-Allow-Headers: ['Authorization, Accept, Range']
    Access-Control-Expose-Headers: ['Docker-Content-Digest, Link, WWW-Authenticate, Content-Range']
compatibility: { schema1: { enabled: true } }
`;
}

async function launch(config: string, port: number): Promise<ChildProcess> {
  for (const program of programs) {
    const child = spawn(program, ['serve', config], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH, OTEL_TRACES_EXPORTER: 'none' },
    });
    const killed = () => child.kill('SIGKILL');
    process.once('exit', killed);
    child.once('exit', () => process.off('exit', killed));
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const missing = await Promise.race([whenAnswering(port, child, () => said), whenMissing(child)]);
    if (!missing) return child;
  }
  throw new Error(`none of ${programs.join(', ')} is on PATH`);
}

/** Resolves true where there is no such program; else never. */
function whenMissing(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? resolve(true) : reject(error)));
  });
}

/** Resolves false once it answers. Its port opens when it is ready, which nothing but asking tells. */
async function whenAnswering(port: number, child: ChildProcess, said: () => string): Promise<boolean> {
  const deadline = Date.now() + startTimeoutMs;
  while (child.exitCode === null && Date.now() < deadline) {
    const answer = await fetch(`http://127.0.0.1:${port}/v2/`).catch(() => undefined);
    if (answer?.ok) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill('SIGKILL');
  throw new Error(`the registry does not answer: ${said() || 'it said nothing'}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
}
