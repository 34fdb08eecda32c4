import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectOk, pushBlob, pushManifest, sha256 } from './pushContent.ts';
import { runProgram } from './runProgram.ts';

const mediaTypes = {
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  signedSchema1: 'application/vnd.docker.distribution.manifest.v1+prettyjws',
} as const;

export interface RealLayer {
  readonly digest: string;
  /** bytes; undefined where the manifest does not state it (schema1) */
  readonly size: number | undefined;
}

/** An image in a registry, made by real tools, with what its manifest says. */
export interface RealImage {
  readonly title: string;
  readonly repository: string;
  /** What the registry calls it. */
  readonly digest: string;
  readonly mediaType: string;
  /** A tag that stands for it, where there is one. */
  readonly tag?: string;
  /** In document order, those of an index platform by platform. */
  readonly layers: readonly RealLayer[];
}

/**
 * Builds images with umoci and pushes them with skopeo: OCI, Docker schema2, signed schema1, an index of two platforms, an
 * artifact with a subject, and one by its sha512 where the registry takes it.
 */
export async function pushRealImages({ host }: { readonly host: string }): Promise<readonly RealImage[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ociscope-images-'));
  try {
    const layout = join(folder, 'layout');
    await buildImage(folder, layout, 'amd64');
    await buildImage(folder, layout, 'arm64');
    const push = (tag: string, repository: string, ...options: string[]) =>
      copy(`oci:${layout}:${tag}`, `docker://${host}/${repository}:latest`, options);
    await push('amd64', 'real/oci', '--format', 'oci');
    await push('amd64', 'real/schema2', '--format', 'v2s2');
    await push('amd64', 'real/schema1', '--format', 'v2s1');
    await push('amd64', 'real/index', '--format', 'oci');
    await push('arm64', 'real/index', '--format', 'oci');
    const oci = await readImage(host, 'OCI image', 'real/oci', mediaTypes.ociManifest);
    const sha512 = await pushBySha512(host, 'real/oci', oci.digest);
    return [
      oci,
      await readImage(host, 'Docker schema2 image', 'real/schema2', mediaTypes.dockerManifest),
      await readImage(host, 'signed Docker schema1 image', 'real/schema1', mediaTypes.signedSchema1),
      await pushIndex(host, layout, 'real/index'),
      await pushArtifact(host, 'real/oci', oci.digest),
      ...(sha512 ? [sha512] : []),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Three layers, and a config that says what runs. */
async function buildImage(folder: string, layout: string, architecture: string): Promise<void> {
  const image = `${layout}:${architecture}`;
  await runProgram('umoci', ['init', '--layout', layout]).catch((error: Error) => {
    if (!error.message.includes('exists')) throw error;
  });
  await runProgram('umoci', ['new', '--image', image]);
  for (const [index, name] of ['base', 'app', 'settings'].entries()) {
    const files = join(folder, `${architecture}-${name}`);
    await mkdir(files);
    await writeFile(join(files, `${name}.txt`), `${name} for ${architecture}\n`.repeat(1 + index * 400));
    const made = ['--history.created_by', `COPY ${name} /opt/${name}`];
    await runProgram('umoci', ['insert', '--rootless', '--image', image, ...made, files, `/opt/${name}`]);
  }
  await runProgram('umoci', [
    'config',
    ...['--image', image, '--architecture', architecture, '--os', 'linux', '--config.user', 'nobody'],
    ...['--config.env', 'GREETING=hello', '--config.cmd', '/opt/app/app.txt', '--config.label', 'team=real'],
    ...['--config.workingdir', '/opt', '--config.exposedports', '8080/tcp'],
  ]);
}

async function copy(from: string, to: string, options: readonly string[]): Promise<void> {
  await runProgram('skopeo', ['--insecure-policy', 'copy', '--dest-tls-verify=false', ...options, from, to]);
}

/** What the registry answers for a tag. */
async function readImage(host: string, title: string, repository: string, mediaType: string): Promise<RealImage> {
  const { digest, body } = await getManifest(host, repository, 'latest', mediaType);
  return { title, repository, digest, mediaType, tag: 'latest', layers: layersOf(body) };
}

async function pushIndex(host: string, layout: string, repository: string): Promise<RealImage> {
  const entries: object[] = [];
  const layers: RealLayer[] = [];
  for (const architecture of ['amd64', 'arm64']) {
    const raw = await runProgram('skopeo', ['inspect', '--raw', `oci:${layout}:${architecture}`]);
    const digest = sha256(raw);
    const { body } = await getManifest(host, repository, digest, mediaTypes.ociManifest);
    layers.push(...layersOf(body));
    entries.push({
      mediaType: mediaTypes.ociManifest,
      digest,
      size: raw.length,
      platform: { architecture, os: 'linux' },
    });
  }
  const index = JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: entries });
  const digest = sha256(index);
  await pushManifest(host, repository, digest, index, mediaTypes.ociIndex);
  return { title: 'OCI index of two platforms', repository, digest, mediaType: mediaTypes.ociIndex, layers };
}

/** image-spec v1.1, guidelines for artifact usage: an empty config, one layer, a subject. */
async function pushArtifact(host: string, repository: string, subjectDigest: string): Promise<RealImage> {
  const subject = await getManifest(host, repository, subjectDigest, mediaTypes.ociManifest);
  const config = await pushBlob(host, repository, '{}');
  const layer = await pushBlob(host, repository, JSON.stringify({ spdxVersion: 'SPDX-2.3', name: 'real' }));
  const artifact = JSON.stringify({
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    artifactType: 'application/spdx+json',
    config: { mediaType: 'application/vnd.oci.empty.v1+json', ...config },
    layers: [{ mediaType: 'application/spdx+json', ...layer }],
    subject: { mediaType: mediaTypes.ociManifest, digest: subjectDigest, size: Buffer.byteLength(subject.body) },
  });
  const digest = sha256(artifact);
  await pushManifest(host, repository, digest, artifact, mediaTypes.ociManifest);
  return { title: 'artifact with a subject', repository, digest, mediaType: mediaTypes.ociManifest, layers: [layer] };
}

/** Undefined where the registry does not take or not give a manifest by its sha512 (Distribution 2.8 knows sha256 alone). */
async function pushBySha512(host: string, repository: string, sha256Digest: string): Promise<RealImage | undefined> {
  const { body } = await getManifest(host, repository, sha256Digest, mediaTypes.ociManifest);
  const digest = `sha512:${createHash('sha512').update(body).digest('hex')}`;
  const put = await fetch(`http://${host}/v2/${repository}/manifests/${digest}`, {
    method: 'PUT',
    headers: { 'content-type': mediaTypes.ociManifest },
    body,
  });
  const url = `http://${host}/v2/${repository}/manifests/${digest}`;
  const got = put.ok ? await fetch(url, { headers: { accept: mediaTypes.ociManifest } }) : put;
  if (!got.ok) return undefined;
  return {
    title: 'OCI image by sha512',
    repository,
    digest,
    mediaType: mediaTypes.ociManifest,
    layers: layersOf(body),
  };
}

async function getManifest(
  host: string,
  repository: string,
  reference: string,
  accept: string,
): Promise<{ readonly digest: string; readonly body: string }> {
  const answer = await expectOk(
    await fetch(`http://${host}/v2/${repository}/manifests/${reference}`, { headers: { accept } }),
  );
  const digest = answer.headers.get('docker-content-digest');
  if (digest === null || answer.headers.get('content-type') !== accept) {
    throw new Error(`${answer.url} is ${answer.headers.get('content-type')}, not ${accept}`);
  }
  return { digest, body: await answer.text() };
}

/** Read with JSON.parse alone: what the project's own parsers make of it is what the tests ask. */
function layersOf(body: string): readonly RealLayer[] {
  const { layers, fsLayers } = JSON.parse(body) as {
    layers?: { digest: string; size: number }[];
    fsLayers?: { blobSum: string }[];
  };
  if (layers) return layers.map(({ digest, size }) => ({ digest, size }));
  return (fsLayers ?? []).map(({ blobSum }) => ({ digest: blobSum, size: undefined }));
}
