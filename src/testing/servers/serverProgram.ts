import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const startTimeoutMs = 15_000;
const askAgainMs = 10;

/** A real server program, until it is stopped. */
export interface ServerProgram {
  stop(): Promise<void>;
}

export interface ServerProgramOptions {
  /** Names of the program; the first one on PATH is run. */
  readonly names: readonly string[];
  readonly args: readonly string[];
  /** It is ready once it listens on this port of 127.0.0.1. */
  readonly port: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs a program until it listens. If it exits or never listens, throws with its output. */
export async function startServerProgram(options: ServerProgramOptions): Promise<ServerProgram> {
  for (const name of options.names) {
    const child = spawn(name, options.args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH, ...options.environment },
    });
    if (child.pid === undefined) {
      const [error] = (await once(child, 'error')) as [NodeJS.ErrnoException];
      if (error.code !== 'ENOENT') throw error;
      continue;
    }
    const killed = () => child.kill('SIGKILL');
    process.once('exit', killed);
    child.once('exit', () => process.off('exit', killed));
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await whenListening(name, options.port, child, () => said);
    return { stop: () => end(child) };
  }
  throw new Error(`none of ${options.names.join(', ')} is on PATH`);
}

/** A free port of 127.0.0.1. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
}

/** Polls, since nothing reports that the port is open. */
async function whenListening(name: string, port: number, child: ChildProcess, said: () => string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    if (await accepts(port)) return;
    await sleep(askAgainMs);
  }
  child.kill('SIGKILL');
  throw new Error(`${name} does not listen on port ${port}: ${said() || 'it said nothing'}`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
