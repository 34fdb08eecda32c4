import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type ServerProgramOptions, startServerProgram } from './serverProgram.ts';

/** A real web server with the test's configuration. */
export interface WebServer {
  /** `http://localhost:<port>` */
  readonly origin: string;
  /** `localhost:<port>` */
  readonly host: string;
  stop(): Promise<void>;
}

/** Command of a web server for its configuration, which is `file` in its own folder. */
export interface WebServerProgram {
  readonly file: string;
  readonly configuration: (folder: string, port: number) => Promise<string>;
  readonly run: (folder: string, file: string) => Omit<ServerProgramOptions, 'port'>;
}

/** Runs it on a free port of 127.0.0.1 until it is stopped; resolves once it listens. */
export async function startWebServer({ file, configuration, run }: WebServerProgram): Promise<WebServer> {
  const folder = await mkdtemp(join(tmpdir(), 'ociscope-web-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  const port = await freePort();
  const path = join(folder, file);
  try {
    await writeFile(path, await configuration(folder, port));
    const program = await startServerProgram({ ...run(folder, path), port });
    return {
      origin: `http://localhost:${port}`,
      host: `localhost:${port}`,
      stop: async () => {
        await program.stop();
        await removeFolder();
      },
    };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}
