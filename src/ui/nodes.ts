import type { Fetched } from '../client/index.ts';
import {
  artifactTypeOf,
  asMediaType,
  type Descriptor,
  formatPlatform,
  type ImageManifest,
  type IndexManifest,
  isConfigType,
  isIndexType,
  isLayerType,
  isManifestType,
  isSchema1Type,
  type Manifest,
  mediaTypes,
  type Platform,
} from '../oci/index.ts';
import { artifactName } from './artifactNames.ts';
import { formatCount, formatSize, groupDigits } from './format.ts';

export type NodeKind =
  | 'index'
  | 'image'
  | 'attestation'
  | 'artifact'
  | 'config'
  | 'layers'
  | 'layer'
  | 'blob'
  | 'referrers';

/** One row of the tree: what a document says of something, before that something is fetched. */
export interface TreeNode {
  /** Unique in its tree, and stable: it stands in links. '' is the root. */
  readonly path: string;
  readonly kind: NodeKind;
  /** `linux/amd64`, `Config`, `2`. */
  readonly name: string;
  /** One quiet fact behind the name: the history line of a layer; '' where there is none. */
  readonly note: string;
  /** What stands at the right: a size or a count; '' until it is known. */
  readonly measure: string;
  /** Undefined for a group, which is no content of its own. */
  readonly descriptor: Descriptor | undefined;
  readonly platform: Platform | undefined;
  /** Whether it can be opened. */
  readonly opens: boolean;
  /** How its content is asked for; `none` is not asked for here (layers). */
  readonly content: 'manifest' | 'blob' | 'none';
}

const largestDocument = 4n * 1024n * 1024n;

/** What would point to a document that was asked for. */
export function rootDescriptor({ mediaType, digest, bytes }: Fetched): Descriptor {
  return { mediaType: asMediaType(mediaType), digest, size: BigInt(bytes.length) };
}

/** The root node, of a document that is here. */
export function rootNode(descriptor: Descriptor, manifest: Manifest): TreeNode {
  const bare = entryNode('', descriptor, new Map());
  return describe({ ...bare, name: manifest.kind === 'index' ? 'Index' : 'Image', content: 'manifest' }, manifest);
}

/** A manifest's node with what only its document tells: its kind, its total size, whether there is anything inside. */
export function describe(node: TreeNode, manifest: Manifest): TreeNode {
  if (manifest.kind === 'index') {
    const measure = countEntries(manifest);
    return { ...node, kind: 'index', measure, opens: manifest.manifests.length > 0 };
  }
  const kind = node.kind === 'attestation' ? node.kind : manifestKind(manifest);
  const fresh = node.path === '' || node.name === 'Image';
  return {
    ...node,
    kind,
    name: fresh ? manifestName(kind, manifest) : node.name,
    measure: formatTotal(contentOf(manifest)),
    opens: true,
  };
}

/** The nodes right under a manifest's node, in document order, an image's layers as one group. */
export function childNodes(node: TreeNode, manifest: Manifest): readonly TreeNode[] {
  switch (manifest.kind) {
    case 'index':
      return entryNodes(node.path, manifest);
    case 'artifact':
      return manifest.blobs.map((blob, index) => contentNode(join(node.path, `blobs/${index}`), blob, index, ''));
    case 'schema1':
      return [groupNode(node.path, manifest.layers)];
    case 'image': {
      const { config, layers } = manifest;
      const group = groupNode(node.path, layers);
      return config.digest === '' && config.mediaType === '' ? [group] : [configNode(node.path, config), group];
    }
  }
}

/** The layers of a group's manifest, each with its history line where one is known. */
export function layerNodes(
  group: TreeNode,
  layers: readonly Descriptor[],
  notes: readonly string[],
): readonly TreeNode[] {
  return layers.map((layer, index) => contentNode(`${group.path}/${index}`, layer, index, notes[index] ?? ''));
}

/** What the icon of a row says, for those who hear it: '' where the name says it already. */
export function spokenKind({ kind, name }: TreeNode): string {
  const spoken = { image: 'Image', artifact: 'Artifact', layer: 'Layer', blob: 'Blob' }[kind as string] ?? '';
  return name.toLowerCase().startsWith(spoken.toLowerCase()) ? '' : spoken;
}

/** Whether an index entry is BuildKit's attestation of another entry (docs.docker.com/build/metadata/attestations). */
export function isAttestation(entry: Descriptor): boolean {
  return entry.annotations?.['vnd.docker.reference.type'] === 'attestation-manifest';
}

/** `3 platforms` where that is what the entries are, else `3 entries`; attestations are not counted as either. */
export function countEntries(index: IndexManifest): string {
  const images = index.manifests.filter((entry) => !isAttestation(entry));
  return images.every(({ platform }) => platform && platform.os !== '') && images.length > 0
    ? formatCount(images.length, 'platform')
    : formatCount(index.manifests.length, 'entry', 'entries');
}

function entryNodes(parent: string, index: IndexManifest): readonly TreeNode[] {
  const platforms = new Map(index.manifests.map(({ digest, platform }) => [digest, platform]));
  return index.manifests.map((entry, position) => entryNode(join(parent, `manifests/${position}`), entry, platforms));
}

/** The node of a manifest by what points to it; `platforms` by digest, for attestations. */
export function entryNode(
  path: string,
  entry: Descriptor,
  platforms: ReadonlyMap<string, Platform | undefined>,
): TreeNode {
  const kind = entryKind(entry);
  if (kind === 'layer' || kind === 'blob') return contentNode(path, entry, -1, '');
  const attested = platforms.get(entry.annotations?.['vnd.docker.reference.digest'] ?? '');
  const platform = kind === 'attestation' ? attested : knownPlatform(entry.platform);
  return {
    path,
    kind,
    name: entryName(kind, entry, platform),
    note: platform?.osVersion ?? '',
    measure: '',
    descriptor: entry,
    platform,
    opens: true,
    content: 'manifest',
  };
}

function entryKind({ mediaType, artifactType, ...entry }: Descriptor): NodeKind {
  if (isIndexType(mediaType)) return 'index';
  if (isAttestation({ mediaType, ...entry })) return 'attestation';
  if (mediaType === '' || isManifestType(mediaType) || isSchema1Type(mediaType))
    return artifactType ? 'artifact' : 'image';
  if (mediaType === mediaTypes.ociArtifactManifest) return 'artifact';
  return isLayerType(mediaType) ? 'layer' : 'blob';
}

function entryName(kind: NodeKind, entry: Descriptor, platform: Platform | undefined): string {
  const shown = platform ? formatPlatform(platform) : '';
  if (kind === 'attestation') return shown ? `Attestation for ${shown}` : 'Attestation';
  if (shown) return shown;
  const given = entry.annotations?.['org.opencontainers.image.ref.name'];
  if (given) return given;
  if (kind === 'index') return 'Index';
  return entry.artifactType ? (artifactName(entry.artifactType) ?? entry.artifactType) : 'Image';
}

/** `unknown/unknown` says nothing. */
function knownPlatform(platform: Platform | undefined): Platform | undefined {
  if (!platform || (platform.os === '' && platform.architecture === '')) return undefined;
  return platform.os === 'unknown' && platform.architecture === 'unknown' ? undefined : platform;
}

function manifestKind(manifest: Exclude<Manifest, IndexManifest>): NodeKind {
  if (manifest.kind === 'schema1') return 'image';
  if (manifest.kind === 'artifact') return 'artifact';
  if (manifest.layers.length > 0 && manifest.layers.every(({ mediaType }) => mediaType === mediaTypes.inToto)) {
    return 'attestation';
  }
  const { mediaType } = manifest.config;
  const isImage =
    isConfigType(mediaType) || mediaType === '' || manifest.layers.some((layer) => isLayerType(layer.mediaType));
  return isImage && !manifest.artifactType ? 'image' : 'artifact';
}

function manifestName(kind: NodeKind, manifest: Exclude<Manifest, IndexManifest>): string {
  if (kind === 'image') return 'Image';
  if (kind === 'attestation') return 'Attestation';
  const type = artifactTypeOf(manifest);
  return artifactName(type) ?? 'Artifact';
}

function configNode(parent: string, config: Descriptor): TreeNode {
  const fetchable = config.size === undefined || config.size <= largestDocument;
  return {
    path: join(parent, 'config'),
    kind: 'config',
    name: 'Config',
    note: '',
    measure: formatMeasure(config.size),
    descriptor: config,
    platform: undefined,
    opens: false,
    content: fetchable ? 'blob' : 'none',
  };
}

function groupNode(parent: string, layers: readonly Descriptor[]): TreeNode {
  return {
    path: join(parent, 'layers'),
    kind: 'layers',
    name: 'Layers',
    note: groupDigits(layers.length),
    measure: formatTotal(layers),
    descriptor: undefined,
    platform: undefined,
    opens: layers.length > 0,
    content: 'none',
  };
}

/** `position` counts from 0, -1 for an entry that stands in an index. */
function contentNode(path: string, blob: Descriptor, position: number, history: string): TreeNode {
  const isLayer = isLayerType(blob.mediaType) || blob.mediaType === mediaTypes.dockerSchema1Layer;
  const title = blob.annotations?.['org.opencontainers.image.title'];
  const type = blob.annotations?.['in-toto.io/predicate-type'] ?? blob.artifactType ?? blob.mediaType;
  const number = position < 0 ? 'Layer' : String(position + 1);
  const isSmall = blob.size !== undefined && blob.size <= largestDocument;
  return {
    path,
    kind: isLayer ? 'layer' : 'blob',
    name: isLayer ? number : (title ?? artifactName(type) ?? number),
    note: history || (isLayer ? (title ?? '') : type),
    measure: formatMeasure(blob.size),
    descriptor: blob,
    platform: undefined,
    opens: false,
    content: !isLayer && isSmall && /[+/]json$/.test(blob.mediaType) ? 'blob' : 'none',
  };
}

function contentOf(manifest: Exclude<Manifest, IndexManifest>): readonly Descriptor[] {
  return manifest.kind === 'artifact' ? manifest.blobs : manifest.layers;
}

/** Bytes of all together; undefined where a document does not state them (schema1). */
export function totalSize(descriptors: readonly Descriptor[]): bigint | undefined {
  let total = 0n;
  for (const { size } of descriptors) {
    if (size === undefined) return undefined;
    total += size;
  }
  return total;
}

function formatTotal(descriptors: readonly Descriptor[]): string {
  return formatMeasure(totalSize(descriptors));
}

function formatMeasure(size: bigint | undefined): string {
  return size === undefined ? '' : formatSize(size);
}

/** The path of a child. */
export function join(parent: string, child: string): string {
  return parent === '' ? child : `${parent}/${child}`;
}

/** The layers that an image's config and history speak of. */
export function layersOf(manifest: Manifest): readonly Descriptor[] {
  return manifest.kind === 'image' || manifest.kind === 'schema1' ? manifest.layers : [];
}

/** Whether a manifest's config is to be read as an image config. */
export function hasImageConfig(manifest: Manifest): manifest is ImageManifest {
  return manifest.kind === 'image' && (isConfigType(manifest.config.mediaType) || manifest.config.mediaType === '');
}
