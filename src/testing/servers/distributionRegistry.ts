import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CountingProxy, type SeenRequest } from './countingProxy.ts';
import { type DistributionOptions, distributionConfiguration } from './distributionConfiguration.ts';
import { freePort, startServerProgram } from './serverProgram.ts';

/** The real CNCF Distribution with its own storage, behind a proxy that counts the requests of clients. */
export interface DistributionRegistry {
  /** `http://localhost:<port>` */
  readonly origin: string;
  readonly host: string;
  /** Every request of a client so far; emptied by `length = 0`. */
  readonly requests: SeenRequest[];
  /** For another registry that shares the content. */
  readonly contentFolder: string;
  /** Refuses connections, like a stopped registry. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Distribution with schema1 enabled; resolves once it listens. */
export async function startDistribution(options: DistributionOptions = {}): Promise<DistributionRegistry> {
  return serveDistribution((folder, port) => distributionConfiguration(folder, port, options));
}

/** Does the same with the test's configuration, made for a new folder and the port of 127.0.0.1 to listen on. */
export async function serveDistribution(
  configuration: (folder: string, port: number) => string | Promise<string>,
): Promise<DistributionRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'ociscope-registry-'));
  const port = await freePort();
  const file = join(folder, 'config.yml');
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  try {
    await writeFile(file, await configuration(folder, port));
    const program = await startServerProgram({
      names: ['docker-registry', 'registry'],
      args: ['serve', file],
      port,
      environment: { OTEL_TRACES_EXPORTER: 'none' },
    });
    const proxy = new CountingProxy(port);
    await proxy.listen();
    return {
      origin: `http://${proxy.host}`,
      host: proxy.host,
      requests: proxy.requests,
      contentFolder: join(folder, 'content'),
      pause: () => proxy.close(),
      resume: () => proxy.listen(),
      stop: async () => {
        await proxy.close();
        await program.stop();
        await removeFolder();
      },
    };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}
