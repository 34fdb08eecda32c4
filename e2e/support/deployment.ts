import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { type App, startApp } from './app.ts';

/** The files of a build by path. */
export type Release = ReadonlyMap<string, Buffer>;

/** A static host to deploy to, always at the same origin. */
export interface Deployment {
  readonly app: App;
  /** Replaces all files with these. */
  deploy(release: Release): Promise<void>;
  /** Stops answering at its origin. */
  stop(): Promise<void>;
  resume(): Promise<void>;
  remove(): Promise<void>;
}

export async function startDeployment(release: Release): Promise<Deployment> {
  const outDir = await mkdtemp(join(tmpdir(), 'ociscope-dist-'));
  const deploy = async (files: Release) => {
    for (const name of await readdir(outDir)) await rm(join(outDir, name), { recursive: true });
    for (const [path, bytes] of files) {
      await mkdir(dirname(join(outDir, path)), { recursive: true });
      await writeFile(join(outDir, path), bytes);
    }
  };
  await deploy(release);
  const app = await startApp({ outDir });
  const port = Number(new URL(app.origin).port);
  let running: App | undefined = app;
  const stop = async () => {
    await running?.stop();
    running = undefined;
  };
  return {
    app,
    deploy,
    stop,
    resume: async () => {
      running = await startApp({ outDir, port });
    },
    remove: async () => {
      await stop();
      await rm(outDir, { recursive: true });
    },
  };
}

/** The build as if its code had changed: every file under assets/ has another name, and the worker another version. */
export async function readRelease(name: string): Promise<Release> {
  const entries = await readdir('dist', { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative('dist', join(entry.parentPath, entry.name)));
  const renamed = paths
    .filter((path) => path.startsWith('assets'))
    .map((path) => path.replace(/^assets./, ''))
    .map((file) => [file, file.replace(/-.{8}(\.\w+)$/, `-${name}$1`)] as const);
  const hashes: [string, string][] = [];
  const rename = (text: string) => renamed.reduce((all, [from, to]) => all.replaceAll(from, to), text);
  const files = new Map<string, Buffer>();
  let worker = '';
  for (const path of paths) {
    const bytes = await readFile(join('dist', path));
    const ofRelease = Buffer.from(rename(bytes.toString()));
    if (path === 'sw.js') worker = ofRelease.toString();
    files.set(rename(path), ofRelease);
    hashes.push([integrityOf(bytes), integrityOf(ofRelease)]);
  }
  for (const [from, to] of hashes) worker = worker.replaceAll(from, to);
  const version = createHash('sha256').update(name).digest('hex').slice(0, 16);
  files.set('sw.js', Buffer.from(worker.replace(/version:(["'`])[0-9a-f]{16}/, `version:$1${version}`)));
  return files;
}

function integrityOf(bytes: Buffer): string {
  return `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
}
