import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preview } from 'vite';

/** The built app on a free port of this machine, as `npm start` serves it. */
export interface App {
  readonly origin: string;
  readonly host: string;
  /** `host/name@digest` of the embedded sample image. */
  sample(): Promise<string>;
  stop(): Promise<void>;
}

export interface AppOptions {
  /** An address other than loopback, which is plain http and not a secure context. */
  readonly listenOn?: string;
  readonly port?: number;
  /** Folder of the build to serve. */
  readonly outDir?: string;
  /** Replaces the `hosts` of the project's hosts.json, which the gateway serves. */
  readonly hosts?: Readonly<Record<string, unknown>>;
}

export async function startApp(options: AppOptions = {}): Promise<App> {
  const { listenOn = 'localhost', port = 0, outDir = 'dist', hosts } = options;
  const publicDir = hosts && (await mkdtemp(join(tmpdir(), 'ociscope-hosts-')));
  if (publicDir !== undefined) await writeFile(join(publicDir, 'hosts.json'), JSON.stringify({ hosts }));
  const server = await preview({
    logLevel: 'silent',
    build: { outDir },
    ...(publicDir === undefined ? {} : { publicDir }),
    preview: { host: listenOn, port, strictPort: port !== 0, open: false },
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('the preview server has no port');
  const host = `${listenOn}:${address.port}`;
  return {
    origin: `http://${host}`,
    host,
    sample: async () => {
      const answer: unknown = await (await fetch(`http://${host}/sample.json`)).json();
      if (typeof answer === 'object' && answer !== null && 'reference' in answer) return String(answer.reference);
      throw new Error('/sample.json names no reference');
    },
    stop: async () => {
      if ('closeAllConnections' in server.httpServer) server.httpServer.closeAllConnections();
      await server.close();
      if (publicDir !== undefined) await rm(publicDir, { recursive: true });
    },
  };
}
