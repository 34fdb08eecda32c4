import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseExportPlan } from '../api/index.ts';
import { type Digest, mediaTypes, parseDigest, parseNamedReference } from '../oci/index.ts';
import { createSampleLayout, type WrittenDescriptor } from '../sample/index.ts';
import {
  createPullThroughStage,
  type DistributionRegistry,
  type PullThroughStage,
  startDistribution,
} from '../testing/index.ts';
import { runProgram } from '../testing/servers/runProgram.ts';
import { answerContentFile, answerExport, answerExportPlan } from './exportRoutes.ts';
import { Exports } from './exportTickets.ts';

const repository = { host: 'registry.test', name: 'team/app' };
const name = 'registry.test/team/app:1.0';
const layout = createSampleLayout();
const index = taken(layout.tags.get('latest'));
const documentOf = (digest: Digest) => JSON.parse(Buffer.from(taken(layout.blobs.get(digest)).bytes).toString());
const entries: readonly WrittenDescriptor[] = documentOf(index.digest).manifests;
const arm64 = taken(entries.find(({ platform }) => platform?.architecture === 'arm64'));
const tag = layout.tags.get([...layout.tags.keys()].find((key) => key.startsWith('sha256-')) ?? '');
const sbom = documentOf(taken(tag).digest).manifests[0].digest;

let stage: PullThroughStage;
let registry: DistributionRegistry;
let folder: string;

beforeAll(async () => {
  registry = await startDistribution();
});
afterAll(() => registry.stop());
beforeEach(async () => {
  stage = createPullThroughStage();
  folder = await mkdtemp(join(tmpdir(), 'ociscope-export-'));
  for (const [digest, { bytes, mediaType }] of layout.blobs) {
    stage.registry.put(repository, digest, bytes);
    if (mediaType.includes('manifest') || mediaType.includes('index')) await stage.pull.manifest(repository, digest);
    else await stage.pull.storeBlob(repository, digest);
  }
  return () => rm(folder, { recursive: true });
});

describe('an exported file, read by real programs', () => {
  it('has an index with all platforms, which skopeo copies completely', async () => {
    const file = await save(index.digest, ['linux/amd64', 'linux/arm64']);
    expect(await inspect(`oci-archive:${file}`)).toBe(index.digest);
    expect(await copied('--all', `oci-archive:${file}`, 'whole')).toBe(index.digest);
  });

  it('has a single image that can be read as an OCI archive and as a Docker archive', async () => {
    const file = await save(arm64.digest);
    expect(await copied('--all', `oci-archive:${file}`, 'image')).toBe(arm64.digest);
    const { config, layers } = documentOf(arm64.digest);
    const folderOf = `dir:${join(folder, 'docker')}`;
    await skopeo('copy', `docker-archive:${file}:team/app:1.0`.replace(':team', ':registry.test/team'), folderOf);
    const docker = JSON.parse(await readFile(join(folder, 'docker/manifest.json'), 'utf8'));
    expect(docker.config.digest).toBe(config.digest);
    expect(docker.layers).toHaveLength(layers.length);
  });

  it('has one platform of an index, with the digest of the index', async () => {
    const file = await save(index.digest, ['linux/arm64']);
    expect(await inspect(`oci-archive:${file}`)).toBe(index.digest);
    expect(await copied('--override-arch=arm64', `oci-archive:${file}`, 'platform')).toBe(arm64.digest);
    expect(await inspect(`docker-archive:${file}`)).toBeDefined();
  });

  it('includes referrers if selected', async () => {
    const file = await save(index.digest, [], true);
    const list = JSON.parse(await runProgram('tar', ['xOf', file, 'index.json']));
    expect(list.manifests.map(({ digest }: { digest: string }) => digest)).toEqual([index.digest, sbom]);
    expect(await copied('--all', `oci-archive:${file}:1.0`, 'referred')).toBe(index.digest);
  });

  it('supports Docker media types and sha512 digests', async () => {
    const { config, layers } = documentOf(arm64.digest);
    const dockerLayer = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
    const document = {
      schemaVersion: 2,
      mediaType: mediaTypes.dockerManifest,
      config: { ...config, mediaType: mediaTypes.dockerConfig },
      layers: layers.map((layer: object) => ({ ...layer, mediaType: dockerLayer })),
    };
    const schema2 = await keep(JSON.stringify(document), 'sha256');
    const file = await save(schema2);
    // skopeo converts everything it reads from a layout to OCI.
    expect(await inspect(`docker-archive:${file}`)).toBeDefined();
    expect(await runProgram('tar', ['xOf', file, `blobs/sha256/${schema2.slice(7)}`])).toBe(JSON.stringify(document));
    const bySha512 = await keep(JSON.stringify(documentOf(arm64.digest)), 'sha512');
    const other = await save(bySha512);
    expect((await runProgram('tar', ['tf', other])).split('\n')).toContain(`blobs/${bySha512.replace(':', '/')}`);
    expect(await inspect(`docker-archive:${other}`)).toBeDefined();
  });

  it('is identical each time', async () => {
    const one = await readFile(await save(index.digest, [], true));
    const other = await readFile(await save(index.digest, [], true));
    expect(Buffer.compare(one, other)).toBe(0);
  });
});

describe('an export of incomplete content', () => {
  it('fails before the body if a layer is missing, which the plan lists', async () => {
    const [layer] = documentOf(arm64.digest).layers;
    await stage.store.delete(layer.digest);
    await expect(save(index.digest)).rejects.toMatchObject({
      code: 'not_found',
      detail: { digest: layer.digest, role: 'layer', missing: { count: 1, bytes: layer.size } },
    });
    const plan = await planned(index.digest, ['linux/arm64']);
    expect(plan).toMatchObject({
      kind: 'index',
      missing: { count: 1, bytes: layer.size },
      isPartial: false,
      referrers: 1,
      lacking: [{ digest: layer.digest, role: 'layer', size: layer.size }],
      platforms: [{ platform: 'linux/amd64' }, { platform: 'linux/arm64', missing: { count: 1, bytes: layer.size } }],
    });
    expect(plan.fileBytes).toBeUndefined();
  });

  it('has a partial plan if a manifest is missing', async () => {
    await stage.store.delete(arm64.digest);
    const plan = await planned(index.digest);
    expect(plan).toMatchObject({ isPartial: true, lacking: [{ digest: arm64.digest, role: 'manifest' }] });
    await expect(save(index.digest)).rejects.toMatchObject({ code: 'not_found' });
    await expect(planned(arm64.digest)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('fails if content is corrupt, and quarantines it', async () => {
    const [layer] = documentOf(arm64.digest).layers;
    const readerAt = stage.store.readerAt.bind(stage.store);
    const lying = Object.create(stage.store, {
      readerAt: {
        value: async (...asked: Parameters<typeof readerAt>) => {
          const reader = await readerAt(...asked);
          const readAt = async (at: number, length: number) => (await reader.readAt(at, length)).map((byte) => ~byte);
          return asked[0].digest === layer.digest
            ? { info: reader.info, size: reader.size, readAt, close: () => reader.close() }
            : reader;
        },
      },
    });
    await expect(save(arm64.digest, [], false, lying)).rejects.toMatchObject({ reason: 'corrupt' });
    await expect(save(arm64.digest)).rejects.toMatchObject({ code: 'data_loss', reason: 'corrupt' });
    await expect(saveContent(layer.digest)).rejects.toMatchObject({ reason: 'corrupt' });
    expect(await planned(arm64.digest)).toMatchObject({ missing: { count: 1 } });
  });

  it('fails with not_implemented for schema1', async () => {
    const schema1 = { schemaVersion: 1, name: 'a', tag: 'b', architecture: 'c', fsLayers: [], history: [] };
    const digest = await keep(JSON.stringify(schema1), 'sha256');
    await expect(save(digest)).rejects.toMatchObject({ code: 'not_implemented', reason: 'unsupported' });
    expect(await planned(digest)).toMatchObject({ kind: 'schema1' });
  });
});

it('saves a blob with an extension for its media type', async () => {
  const [layer] = documentOf(arm64.digest).layers;
  const answer = await saveContent(layer.digest, layer.mediaType);
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${layer.digest.slice(7, 19)}.tar.gz"`);
  expect(hashOf(Buffer.from(await answer.arrayBuffer()))).toBe(layer.digest);
});

async function save(
  digest: Digest,
  platforms: readonly string[] = [],
  referrers = false,
  store = stage.store,
): Promise<string> {
  const target = { digest, ticket: 'a', as: parseNamedReference(name), platforms, referrers };
  const exports = new Exports();
  const answer = await answerExport(
    { store, library: stage.library },
    exports,
    new Request('http://localhost'),
    target,
  );
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(answer.headers.get('content-length')).toBe(String(bytes.length));
  expect(exports.status('a')).toEqual({ state: 'done', done: bytes.length, total: bytes.length });
  const file = join(folder, /filename="([\w.-]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? '');
  await writeFile(file, bytes);
  return file;
}

function saveContent(digest: Digest, mediaType = ''): Promise<Response> {
  const target = { digest, mediaType, ticket: '' };
  return answerContentFile(
    { store: stage.store, library: stage.library },
    new Exports(),
    new Request('http://localhost'),
    target,
  );
}

async function planned(digest: Digest, platforms: readonly string[] = []) {
  const target = { digest, platforms, referrers: false };
  return parseExportPlan(
    await (
      await answerExportPlan({ store: stage.store, library: stage.library }, new Request('http://localhost'), target)
    ).json(),
  );
}

/** Stores a manifest as a pull does. */
async function keep(text: string, algorithm: string): Promise<Digest> {
  const digest = parseDigest(`${algorithm}:${createHash(algorithm).update(text).digest('hex')}`);
  stage.registry.put(repository, digest, Buffer.from(text));
  await stage.pull.manifest(repository, digest);
  return digest;
}

/** Copies an image into a real registry and returns its digest there. */
async function copied(option: string, from: string, to: string): Promise<string> {
  const place = `docker://${registry.host}/${to}:latest`;
  await skopeo('copy', '--dest-tls-verify=false', '--preserve-digests', option, from, place);
  return inspect(place);
}

/** Returns the digest of an image's manifest. */
async function inspect(place: string): Promise<string> {
  return hashOf(await skopeo('inspect', '--tls-verify=false', '--raw', place));
}

function skopeo(...args: readonly string[]): Promise<string> {
  return runProgram('skopeo', ['--insecure-policy', ...args]);
}

function hashOf(bytes: string | Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function taken<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the sample has no such part');
  return value;
}
