import { isAppError } from '../errors/index.ts';
import {
  type Digest,
  type DigestAlgorithm,
  digestAlgorithm,
  digestBytes,
  formatPlatform,
  type ImageConfig,
  isDigest,
  maxManifestBytes,
  mediaTypes,
  parseImageConfig,
  parseManifest,
} from '../oci/index.ts';
import type { ArchiveImage, EntryLocation } from './archive.ts';
import { maxImages } from './closure.ts';
import { type HashedLayer, hashLayer } from './hashLayer.ts';
import { configPlatform } from './ociLayout.ts';
import { readChunks, readWhole } from './readEntry.ts';
import { type ArchiveIndex, fileNamed } from './readIndex.ts';
import type { Refusal } from './refusal.ts';
import type { RevisitOptions } from './revisit.ts';
import { readSavedImages, type SavedImage } from './savedImages.ts';
import { describeLayer } from './savedLayer.ts';

/** What the images of an archive need that the first pass did not hold. */
interface Revisited {
  readonly documents: ReadonlyMap<string, Uint8Array>;
  readonly layers: ReadonlyMap<string, HashedLayer>;
}

type Revisit = (options: Pick<RevisitOptions, 'names' | 'take'>) => Promise<void>;

/**
 * Reads the images of `manifest.json`, as docker saved them before version 25 (moby image/spec v1.2) and as buildkit, bazel, kaniko,
 * jib, nix, podman and skopeo do: a config and layers, and no manifest. One is made, byte for byte as containerd's importer makes it
 * (core/images/archive/importer.go): schema2, its layers as they are, in Go's order of keys.
 *
 * The digest of a compressed layer is that of its own bytes, wherever the file is; what gzip unpacks to is compared with the
 * config's diffID. A layer that is not compressed has its diffID as digest, and is verified when it is stored. Undefined where there
 * is no `manifest.json`, or it is not one; then that is refused.
 */
export async function readDockerSave(
  index: ArchiveIndex,
  revisit: Revisit,
  signal: AbortSignal,
): Promise<
  { readonly images: readonly ArchiveImage[]; readonly located: ReadonlyMap<Digest, EntryLocation> } | undefined
> {
  const saved = readSavedImages(index);
  if (!saved) return undefined;
  if (saved.length > maxImages) {
    index.refusals.add('too_many', 'manifest.json', `it lists ${saved.length} images, of which ${maxImages} are read`);
  }
  const read = saved.slice(0, maxImages);
  const found = await revisitFor(read, index, revisit, signal);
  const located = new Map<Digest, EntryLocation>();
  const images = new Map<Digest, ArchiveImage>();
  for (const each of read) {
    const image = await makeImage(each, index, found, located);
    if (!image) continue;
    const known = images.get(image.digest);
    images.set(image.digest, known ? { ...known, names: [...new Set([...known.names, ...image.names])] } : image);
  }
  return { images: [...images.values()], located };
}

async function revisitFor(
  saved: readonly SavedImage[],
  index: ArchiveIndex,
  revisit: Revisit,
  signal: AbortSignal,
): Promise<Revisited> {
  const documents = new Map<string, Uint8Array>();
  const layers = new Map<string, HashedLayer>();
  const configs = new Set<string>();
  const algorithms = new Map<string, DigestAlgorithm>();
  for (const { config, layers: names } of saved) {
    const name = fileNamed(index, config);
    if (name === undefined) continue;
    const isHeld = index.documents.has(name);
    if (!isHeld && (index.files.get(name)?.size ?? 0) <= maxManifestBytes) configs.add(name);
    const diffIds = parsed(index.documents.get(name))?.diffIds ?? [];
    for (const [at, layer] of names.entries()) {
      const file = fileNamed(index, layer);
      const diffId = diffIds[at] ?? '';
      if (file === undefined || index.files.get(file)?.compression === 'none') continue;
      algorithms.set(file, isDigest(diffId) ? digestAlgorithm(diffId) : 'sha256');
    }
  }
  const take: RevisitOptions['take'] = async (name, entry) => {
    const { compression = 'none' } = index.files.get(name) ?? {};
    const options = { onBytes: () => undefined, signal };
    if (configs.has(name)) documents.set(name, await readWhole(readChunks(entry.open(0), options.onBytes, signal)));
    else layers.set(name, await hashLayer(entry, compression, algorithms.get(name) ?? 'sha256', options));
  };
  await revisit({ names: new Set([...configs, ...algorithms.keys()]), take });
  return { documents, layers };
}

/** Undefined where its config is nowhere; an image of which anything else is refused is named by its config, and is broken. */
async function makeImage(
  { config: configName, names, layers: layerNames }: SavedImage,
  index: ArchiveIndex,
  found: Revisited,
  located: Map<Digest, EntryLocation>,
): Promise<ArchiveImage | undefined> {
  const { refusals } = index;
  const file = fileNamed(index, configName);
  const listed = `manifest.json lists it as the config of ${names[0] ?? 'an image without a name'}`;
  if (file === undefined) return void refusals.add('missing', configName, listed);
  const { size = 0 } = index.files.get(file) ?? {};
  if (size > maxManifestBytes) return void refusals.add('too_large', file, `${size} bytes`);
  const bytes = index.documents.get(file) ?? found.documents.get(file);
  if (!bytes) return void refusals.add('unreadable', file, `${listed}, and it can't be read`);
  const config = { mediaType: mediaTypes.dockerConfig, digest: await digestBytes('sha256', bytes), size: bytes.length };
  const platform = configPlatform(config.digest, { documents: new Map([[config.digest, bytes]]) });
  const facts = { names, platforms: platform ? [formatPlatform(platform)] : [], mediaType: mediaTypes.dockerManifest };
  const broken = (refusal: Refusal): ArchiveImage => ({
    ...{ ...facts, digest: config.digest, isSynthesized: true, foreign: new Set(), unchecked: 0 },
    ...{ needs: new Map(), manifests: [], broken: refusal },
  });
  // Programs name a config by its digest: nothing else would tell that it was changed.
  const named = /(?:^|[/:])([0-9a-f]{64})(?:\.json)?$/.exec(configName)?.[1];
  if (named !== undefined && config.digest !== `sha256:${named}`) {
    return broken(refusals.add('mismatch', file, `its bytes hash to ${config.digest}`));
  }
  const fault = configFault(bytes, layerNames.length);
  if (fault !== undefined) return broken(refusals.add('unreadable', file, fault));
  const diffIds = parsed(bytes)?.diffIds ?? [];
  const layers = layerNames.map((name, at) =>
    describeLayer({ name, at, of: names[0], diffIds, config: file }, index, found.layers, located),
  );
  const [refused] = layers.flatMap(({ refusal }) => refusal ?? []);
  if (refused) return broken(refused);
  located.set(config.digest, { name: file, size: config.size });
  const descriptors = layers.flatMap(({ descriptor }) => descriptor ?? []);
  const text = JSON.stringify({
    ...{ schemaVersion: 2, mediaType: mediaTypes.dockerManifest },
    ...{ config, layers: descriptors },
  });
  const manifest = parseManifest(mediaTypes.dockerManifest, new TextEncoder().encode(text));
  const digest = await digestBytes('sha256', manifest.payload().bytes);
  const needs = [config, ...descriptors].map(({ digest, size }) => [digest, size] as const);
  return {
    ...{ ...facts, digest, isSynthesized: true, foreign: new Set(), broken: undefined },
    unchecked: layers.filter(({ isUnchecked }) => isUnchecked).length,
    needs: new Map([[digest, text.length], ...needs]),
    manifests: [{ digest, manifest }],
  };
}

/** Why a config can't be that of so many layers; undefined where it can. */
function configFault(bytes: Uint8Array, layers: number): string | undefined {
  try {
    const { diffIds } = parseImageConfig(bytes);
    if (diffIds.length === layers) return undefined;
    const listed = `manifest.json lists ${layers} ${layers === 1 ? 'layer' : 'layers'}`;
    return `it has ${diffIds.length === 0 ? 'no' : diffIds.length} rootfs.diff_ids, and ${listed}`;
  } catch (error) {
    if (isAppError(error)) return error.message;
    throw error;
  }
}

function parsed(bytes: Uint8Array | undefined): ImageConfig | undefined {
  try {
    return bytes && parseImageConfig(bytes);
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}
