import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryStore } from '../content/index.ts';
import type { Digest } from '../oci/index.ts';
import { runProgram } from '../testing/servers/runProgram.ts';
import { importAll, proveStore } from '../testing/suites/importSuite.ts';
import { readArchive } from './index.ts';

let folder: string;
/** The archives that `skopeo` wrote: the old form of docker save, and the layout. */
let docker: Uint8Array<ArrayBuffer>;
let oci: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ociscope-archive-'));
  const image = `${join(folder, 'layout')}:app`;
  await runProgram('umoci', ['init', '--layout', join(folder, 'layout')]);
  await runProgram('umoci', ['new', '--image', image]);
  for (const name of ['base', 'app']) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'file.txt'), `${name}\n`.repeat(30_000));
    await runProgram('umoci', ['insert', '--rootless', '--image', image, join(folder, name), `/opt/${name}`]);
  }
  await runProgram('umoci', ['config', '--image', image, '--architecture', 'arm64', '--os', 'linux']);
  const copy = (to: string) => runProgram('skopeo', ['--insecure-policy', 'copy', `oci:${image}`, to]);
  await copy(`docker-archive:${join(folder, 'docker.tar')}:team/app:1.4`);
  await copy(`oci-archive:${join(folder, 'oci.tar')}:stable`);
  docker = new Uint8Array(await readFile(join(folder, 'docker.tar')));
  oci = new Uint8Array(await readFile(join(folder, 'oci.tar')));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = (bytes: Uint8Array<ArrayBuffer>) =>
  readArchive(new Blob([bytes]), { onProgress: () => undefined, signal: new AbortController().signal });
const gzip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));

describe('an archive written by skopeo', () => {
  it('is a layout, whose image has its name, platform and digest', async () => {
    const raw = await runProgram('skopeo', ['inspect', '--raw', `oci-archive:${join(folder, 'oci.tar')}:stable`]);
    for (const file of [oci, gzip(oci)]) {
      const { form, images, refused } = await read(file);
      expect([form, refused]).toEqual(['oci', []]);
      expect(images).toMatchObject([
        { digest: sha256(raw), names: ['stable'], platforms: ['linux/arm64'], isSynthesized: false, broken: undefined },
      ]);
    }
  });

  it('in the old form of docker save gets the manifest that containerd makes', async () => {
    const saved = await filesOf('docker.tar');
    const [{ Config, Layers }] = JSON.parse(saved('manifest.json').toString());
    const describe = (name: string, mediaType: string) => {
      const bytes = saved(name);
      return { mediaType, digest: sha256(bytes), size: bytes.length };
    };
    // In Go's order of keys.
    const manifest = {
      schemaVersion: 2,
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: describe(Config, 'application/vnd.docker.container.image.v1+json'),
      layers: Layers.map((name: string) => describe(name, 'application/vnd.docker.image.rootfs.diff.tar')),
    };
    for (const file of [docker, gzip(docker)]) {
      const { form, images, refused } = await read(file);
      expect([form, refused]).toEqual(['docker', []]);
      expect(images).toMatchObject([
        {
          digest: sha256(JSON.stringify(manifest)),
          names: ['docker.io/team/app:1.4'],
          platforms: ['linux/arm64'],
          isSynthesized: true,
        },
      ]);
    }
  });

  it('is imported completely and once, from either form, plain and in gzip', async () => {
    for (const file of [oci, docker, gzip(oci), gzip(docker)]) {
      const store = createMemoryStore();
      const first = await importAll(store, file);
      const digests = await proveStore(store, first);
      expect(digests).toEqual(new Set(first.images[0]?.needs.keys()));
      expect(first.stored).toHaveLength(4);
      const root = first.images[0]?.digest;
      const { infos } = await store.referredBy(layerOf(first.images[0]?.needs), 10);
      expect(infos.map(({ digest }) => digest)).toEqual([root]);
      expect(await importAll(store, file)).toMatchObject({ images: [{ digest: root }], stored: [], refused: [] });
    }
  });

  it('imports only the selected images', async () => {
    const store = createMemoryStore();
    expect(await importAll(store, oci, { selected: new Set([`sha256:${'0'.repeat(64)}`]) })).toMatchObject({
      images: [],
    });
    expect(await proveStore(store, undefined)).toEqual(new Set());
  });

  it('stops when its signal aborts, and leaves no incomplete image', async () => {
    const store = createMemoryStore();
    const stop = new AbortController();
    stop.abort(new DOMException('stopped', 'AbortError'));
    await expect(importAll(store, oci, { signal: stop.signal })).rejects.toThrow('stopped');
    await proveStore(store, undefined);
  });
});

async function filesOf(name: string): Promise<(path: string) => Buffer> {
  const into = join(folder, `of-${name}`);
  await mkdir(into);
  await runProgram('tar', ['-xf', join(folder, name), '-C', into]);
  const files = new Map<string, Buffer>();
  for (const path of (await runProgram('tar', ['-tf', join(folder, name)])).trim().split('\n')) {
    if (!path.endsWith('/')) files.set(path, await readFile(join(into, path)));
  }
  return (path) => files.get(path) ?? Buffer.alloc(0);
}

/** Returns the last item: all but the root are its children. */
function layerOf(needs: ReadonlyMap<Digest, unknown> | undefined): string {
  return [...(needs?.keys() ?? [])].at(-1) ?? '';
}

function sha256(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
