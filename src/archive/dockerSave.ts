import { AppError, isAppError } from '../errors/index.ts';
import {
  asMediaType,
  type Digest,
  digestBytes,
  formatPlatform,
  isDigest,
  type JsonDocument,
  mediaTypes,
  parseImageConfig,
  parseJson,
  parseManifest,
} from '../oci/index.ts';
import type { ArchiveImage, Located } from './archive.ts';
import { mostImages } from './closure.ts';
import { entryName } from './entryName.ts';
import type { Compression } from './layerForm.ts';
import { configPlatform } from './ociLayout.ts';
import type { ArchiveIndex } from './readIndex.ts';
import type { Refusal } from './refusal.ts';

const layerTypes = {
  none: 'application/vnd.docker.image.rootfs.diff.tar',
  gzip: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  zstd: 'application/vnd.docker.image.rootfs.diff.tar.zstd',
} satisfies Record<Compression, string>;

/** An image as `manifest.json` of `docker save` has it: files of the archive. */
interface SavedImage {
  readonly config: string;
  readonly names: readonly string[];
  readonly layers: readonly string[];
}

interface MadeDescriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
}

/**
 * The images of an archive as docker saved them before version 25 (moby image/spec v1.2): a config and layers, and no manifest.
 * One is made, byte for byte as containerd's importer makes it (core/images/archive/importer.go): schema2, its layers as they
 * are, in Go's order of keys. A layer that is not compressed has the digest that the config states as its diffID, and is proven
 * by it when it is stored. Undefined where there is no `manifest.json`, or it is none; then that is refused.
 */
export async function readDockerSave(
  index: ArchiveIndex,
): Promise<{ readonly images: readonly ArchiveImage[]; readonly located: ReadonlyMap<Digest, Located> } | undefined> {
  const { documents, files, refusals } = index;
  if (!files.has('manifest.json')) return undefined;
  const located = new Map<Digest, Located>();
  const images = new Map<Digest, ArchiveImage>();
  const refuse = (error: unknown) => {
    if (!isAppError(error)) throw error;
    refusals.add(error.reason === 'digest_mismatch' ? 'mismatch' : 'unreadable', 'manifest.json', error.message);
    return [];
  };
  const all = orElse(() => readSaved(documents.get('manifest.json')), refuse);
  if (all.length > mostImages) refusals.add('too_many', 'manifest.json', 'more images than are read');
  for (const saved of all.slice(0, mostImages)) {
    const [image] = await makeImage(saved, index, located).then((made) => [made], refuse);
    if (!image) continue;
    const known = images.get(image.digest);
    images.set(image.digest, known ? { ...known, names: [...new Set([...known.names, ...image.names])] } : image);
  }
  return { images: [...images.values()], located };
}

function orElse<T>(read: () => T, refuse: (error: unknown) => T): T {
  try {
    return read();
  } catch (error) {
    return refuse(error);
  }
}

async function makeImage(
  { config: configName, names, layers: layerNames }: SavedImage,
  index: ArchiveIndex,
  located: Map<Digest, Located>,
): Promise<ArchiveImage> {
  const bytes = index.documents.get(configName);
  if (!bytes) throw unreadable(`config ${JSON.stringify(configName)} is not there, or no document`);
  const { diffIds } = parseImageConfig(bytes);
  if (diffIds.length !== layerNames.length) {
    throw unreadable(`${layerNames.length} layers, and the config has ${diffIds.length}`);
  }
  const config = { mediaType: mediaTypes.dockerConfig, digest: await digestBytes('sha256', bytes), size: bytes.length };
  // Docker names a config by its digest: nothing else would tell that it was changed.
  const named = /^(?:blobs\/sha256\/)?([0-9a-f]{64})(?:\.json)?$/.exec(configName)?.[1];
  if (named !== undefined && config.digest !== `sha256:${named}`) {
    throw new AppError('data_loss', `config "${configName}" hashes to ${config.digest}`, { reason: 'digest_mismatch' });
  }
  located.set(config.digest, { name: configName, size: config.size });
  let broken: Refusal | undefined;
  const layers: MadeDescriptor[] = [];
  for (const [at, name] of layerNames.entries()) {
    const layer = describeLayer(name, diffIds[at] ?? '', index, located);
    if ('kind' in layer) broken ??= layer;
    else layers.push(layer);
  }
  const text = JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.dockerManifest, config, layers });
  const manifest = parseManifest(mediaTypes.dockerManifest, new TextEncoder().encode(text));
  const digest = await digestBytes('sha256', manifest.payload().bytes);
  const platform = configPlatform(config.digest, { documents: new Map([[config.digest, bytes]]) });
  const needs = [config, ...layers].map(({ digest, size }) => [digest, size] as const);
  return {
    digest,
    mediaType: mediaTypes.dockerManifest,
    names,
    platforms: platform ? [formatPlatform(platform)] : [],
    isMade: true,
    needs: new Map([[digest, text.length], ...needs]),
    manifests: [{ digest, manifest }],
    broken,
  };
}

/** Its file, or the one that a symbolic link of older versions leads to: one step, and to nothing but a file of the archive. */
function describeLayer(
  text: string,
  diffId: string,
  { files, links, refusals }: ArchiveIndex,
  located: Map<Digest, Located>,
): MadeDescriptor | Refusal {
  const given = entryName(text) ?? '';
  const name = files.has(given) ? given : (links.get(given) ?? '');
  const file = files.get(name);
  if (!file) return refusals.add('missing', text);
  const { size, compression, digest = diffId } = file;
  if (!isDigest(digest)) return refusals.add('unreadable', text, `diffID ${JSON.stringify(diffId)} is no digest`);
  located.set(digest, { name, size });
  return { mediaType: asMediaType(layerTypes[compression]), digest, size };
}

/** @throws AppError invalid_argument */
function readSaved(bytes: Uint8Array | undefined): readonly SavedImage[] {
  if (!bytes) throw unreadable('no JSON, or too large');
  const document = parseJson(bytes);
  if (document.kind(0) !== 'array') throw unreadable(`a list of images, not ${document.kind(0)}`);
  return [...document.elements(0)].map((row) => ({
    config: entryName(textOf(document, document.member(row, 'Config'))) ?? '',
    names: textsOf(document, document.member(row, 'RepoTags')),
    layers: textsOf(document, document.member(row, 'Layers')),
  }));
}

function textsOf(document: JsonDocument, row: number | undefined): readonly string[] {
  return row === undefined ? [] : [...document.elements(row)].map((element) => textOf(document, element));
}

function textOf(document: JsonDocument, row: number | undefined): string {
  return row !== undefined && document.kind(row) === 'string' ? document.string(row) : '';
}

function unreadable(message: string): AppError {
  return new AppError('invalid_argument', message, { reason: 'invalid_manifest' });
}
