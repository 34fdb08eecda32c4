import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asMediaType, childrenOf, digestedBytes, type Manifest, parseManifest } from '../../../oci/index.ts';
import { pushRealImages, type RealImage } from '../../../testing/fixtures/realImages.ts';
import { type DistributionRegistry, startDistribution } from '../../../testing/servers/distributionRegistry.ts';
import { commandTitles } from '../../messages/commandsView.ts';
import type { NodeKind } from '../../tree/nodeKind.ts';
import type { Command, CommandSubject } from './command.ts';
import { commandsOf } from './commands.ts';

let registry: DistributionRegistry;
let images: readonly RealImage[] = [];
let home: string;
let folder: string;

beforeAll(async () => {
  registry = await startDistribution();
  images = await pushRealImages(registry);
  home = await mkdtemp(join(tmpdir(), 'ociscope-home-'));
  await mkdir(join(home, '.config/containers'), { recursive: true });
  await writeFile(
    join(home, '.config/containers/policy.json'),
    JSON.stringify({ default: [{ type: 'insecureAcceptAnything' }] }),
  );
}, 60_000);
afterAll(async () => {
  await registry.stop();
  await rm(home, { recursive: true });
});
beforeEach(async () => {
  folder = await mkdtemp(join(home, 'commands-'));
});

describe('copied commands, run by a shell against a real registry', () => {
  it.each(['OCI image', 'Docker schema2 image', 'OCI index of two platforms', 'artifact with a subject'])(
    'prints a manifest that matches its digest with skopeo and curl: %s',
    async (title) => {
      const { image, manifest } = await readImage(title);
      const stored = commandsOf(subjectOf(image, manifest)).filter((command) =>
        isRun(command, commandTitles.rawManifest),
      );
      expect(stored.map(({ tool }) => tool)).toEqual(['skopeo', 'curl']);
      for (const { command } of stored) expect(sha256(await run(command))).toBe(image.digest);
    },
  );

  it('prints a signed schema1 manifest whose payload matches its digest with skopeo and curl', async () => {
    const { image, bytes } = await readImage('signed Docker schema1 image');
    const commands = commandsOf(subjectOf(image, parseManifest(image.mediaType, bytes)));
    expect(commands.map(({ tool }) => tool)).toEqual(['skopeo', 'curl']);
    // Distribution signs it again for each response.
    for (const { command } of commands) {
      expect(sha256(digestedBytes(parseManifest(image.mediaType, await run(command))))).toBe(image.digest);
    }
  });

  it('prints a config that matches its digest with skopeo and curl', async () => {
    const { image, manifest } = await readImage('OCI image');
    const config = childrenOf(manifest).find(({ role }) => role === 'config')?.descriptor;
    const owner = { digest: image.digest, isImage: true };
    const commands = commandsOf({ ...subjectOf(image, manifest), kind: 'config', descriptor: config, owner });
    const ofConfig = commands.filter((command) => isRun(command, commandTitles.rawContent));
    expect(ofConfig.map(({ tool }) => tool)).toEqual(['skopeo', 'curl']);
    for (const { command } of ofConfig) expect(sha256(await run(command))).toBe(config?.digest);
    const byImage = commandsOf(subjectOf(image, manifest)).find((command) => isRun(command, commandTitles.rawConfig));
    expect(sha256(await run(byImage?.command ?? ''))).toBe(config?.digest);
  });

  it('downloads a layer that matches its digest with curl, and lists its files', async () => {
    const { image, manifest } = await readImage('OCI image');
    const layer = childrenOf(manifest).find(({ role }) => role === 'layer')?.descriptor;
    const commands = commandsOf({ ...subjectOf(image, manifest), kind: 'layer', descriptor: layer });
    await run(commands.find(({ tool }) => tool === 'curl')?.command ?? '');
    const [file = ''] = await readdir(folder);
    expect(file).toMatch(/^[0-9a-f]{64}\.tar\.gz$/);
    expect(sha256(await readFile(join(folder, file)))).toBe(layer?.digest);
    const list = commands.find(({ title }) => title === commandTitles.listFiles)?.command ?? '';
    // tar lists everything, then says that umoci ends its archives early.
    expect(String(await run(`${list} || true`, { crane: `cat ${file}` }))).toContain('opt/base/base.txt');
  });

  it('copies an image, and an index with all its images, unchanged with skopeo', async () => {
    for (const title of ['OCI image', 'OCI index of two platforms', 'Docker schema2 image']) {
      const { image, manifest } = await readImage(title);
      const copy = commandsOf(subjectOf(image, manifest)).find(({ command }) => command.startsWith('skopeo copy'));
      await run(copy?.command ?? '');
      const name = image.repository.split('/').at(-1) ?? '';
      const stored = title.startsWith('Docker')
        ? join(folder, name, 'manifest.json')
        : join(folder, name, 'blobs/sha256', image.digest.slice(7));
      expect(sha256(await readFile(stored))).toBe(image.digest);
      await rm(join(folder, name), { recursive: true });
    }
  });

  it('lists referrers with curl, by the API or by the tag', async () => {
    const { image, manifest } = await readImage('OCI image');
    const artifact = (await readImage('artifact with a subject')).image;
    const owner = { digest: image.digest, isImage: true };
    const commands = commandsOf({ ...subjectOf(image, manifest), kind: 'referrers', owner });
    const lines = commands.filter(({ tool }) => tool === 'curl').map(({ command }) => command);
    expect(lines).toHaveLength(2);
    // Distribution 2 has no API for it and no client made the tag: both say so, and neither asks for anything else.
    for (const line of lines) {
      const printed = await run(line).catch((error: Error) => Buffer.from(error.message));
      expect(String(printed)).toMatch(new RegExp(`${artifact.digest}|error: 404`));
    }
  });

  it('extracts the token from a token service’s response with sed only', async () => {
    const { image, manifest } = await readImage('OCI image');
    const repository = {
      host: 'docker.io',
      name: 'library/alpine',
      isPlainHttp: false,
      base: 'https://registry-1.docker.io',
    };
    const curl = commandsOf({ ...subjectOf(image, manifest), repository }).find(({ tool }) => tool === 'curl');
    const answer = `{"token":"abc.def-_","access_token":"other","expires_in":300}`;
    const stub = `case "$*" in *auth.docker.io*) printf '%s' '${answer}';; *) printf '%s\\n' "$@";; esac`;
    const requested = String(await run(curl?.command ?? '', { curl: stub })).split('\n');
    expect(requested).toContain('Authorization: Bearer abc.def-_');
    expect(requested).toContain(`https://registry-1.docker.io/v2/library/alpine/manifests/${image.digest}`);
  });
});

const runFile = promisify(execFile);

/** Runs a line in the folder; `stubs` replace programs that are not installed. */
async function run(line: string, stubs: Readonly<Record<string, string>> = {}): Promise<Buffer> {
  const programs = join(home, 'programs');
  await rm(programs, { recursive: true, force: true });
  await mkdir(programs);
  for (const [name, body] of Object.entries(stubs)) {
    await writeFile(join(programs, name), `#!/bin/sh\n${body}\n`);
    await chmod(join(programs, name), 0o755);
  }
  const env = { ...process.env, HOME: home, PATH: `${programs}:${process.env.PATH}` };
  const { stdout } = await runFile('sh', ['-e', '-c', line], { cwd: folder, env, encoding: 'buffer' });
  return stdout;
}

function isRun({ tool, title }: Command, expectedTitle: string): boolean {
  return title === expectedTitle && (tool === 'skopeo' || tool === 'curl');
}

async function readImage(title: string) {
  const image = images.find((candidate) => candidate.title === title);
  if (!image) throw new Error(`the registry has no ${title}`);
  const url = `http://${registry.host}/v2/${image.repository}/manifests/${image.digest}`;
  const answer = await fetch(url, { headers: { accept: image.mediaType } });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return { image, bytes, manifest: parseManifest(image.mediaType, bytes) };
}

function subjectOf({ repository, digest, mediaType }: RealImage, manifest: Manifest): CommandSubject {
  const isArtifact = manifest.artifactType !== undefined;
  const kind: NodeKind = manifest.kind === 'index' ? 'index' : isArtifact ? 'artifact' : 'image';
  return {
    kind,
    repository: { host: registry.host, name: repository, isPlainHttp: true, base: `http://${registry.host}` },
    descriptor: { mediaType: asMediaType(mediaType), digest },
    owner: undefined,
    indexDigest: undefined,
    platform: undefined,
    tag: undefined,
    artifactType: manifest.artifactType,
    contentTypes: [],
    subjectDigest: manifest.subject?.digest,
    annotations: {},
  };
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
