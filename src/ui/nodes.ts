import type { Fetched } from '../client/index.ts';
import {
  asMediaType,
  type Descriptor,
  formatPlatform,
  type ImageManifest,
  type IndexManifest,
  isConfigType,
  isForeignLayerType,
  isIndexType,
  isLayerType,
  isManifestType,
  isSchema1Type,
  type Manifest,
  mediaTypes,
  type Platform,
  totalSize,
} from '../oci/index.ts';
import { documentForm, mistakenForm } from './documentForm.ts';
import { formatCount, formatSize, groupDigits } from './format.ts';
import { isAttested, isImage, manifestForm, typeForm } from './forms.ts';
import type { IconName } from './iconShapes.ts';
import type { NodeKind } from './nodeKind.ts';

/** One row of the tree: what a document says of something, before that something is fetched. */
export interface TreeNode {
  /** Unique in its tree, and stable: it stands in links. '' is the root. */
  readonly path: string;
  readonly kind: NodeKind;
  readonly icon: IconName;
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
/** Of a kind that is read for its own sake: what is no JSON is shown as text or hex. */
const largestOther = 1024n * 1024n;
const predicateKey = 'in-toto.io/predicate-type';
const capitals = { image: 'Image', artifact: 'Artifact', attestation: 'Attestation' } as const;

/** What would point to a document that was asked for. */
export function rootDescriptor({ mediaType, digest, bytes }: Fetched): Descriptor {
  return { mediaType: asMediaType(mediaType), digest, size: BigInt(bytes.length) };
}

/** What a link names: a manifest, or the bytes of another document, which is all there is. */
export type Root = { readonly descriptor: Descriptor } & (
  | { readonly manifest: Manifest }
  | { readonly manifest: undefined; readonly bytes: Uint8Array }
);

/** The root node of a document that is here; one that is no manifest is all there is. */
export function rootNode(root: Root): TreeNode {
  const { descriptor, manifest } = root;
  const bare = entryNode('', descriptor, new Map());
  if (manifest) return describe({ ...bare, name: '', content: 'manifest' }, manifest);
  return { ...bare, ...documentParts(documentForm(root.bytes)), measure: formatMeasure(descriptor.size) };
}

/** A manifest's node with what only its document tells: its kind, its total size, whether there is anything inside. */
export function describe(node: TreeNode, manifest: Manifest): TreeNode {
  const isNamed = node.path !== '' && node.name !== 'Image';
  const mistaken = mistakenForm(manifest);
  if (mistaken) {
    const parts = documentParts(mistaken);
    const size = BigInt(manifest.payload().bytes.length);
    return { ...node, ...parts, name: isNamed ? node.name : parts.name, measure: formatMeasure(size) };
  }
  const form = manifestForm(manifest);
  if (manifest.kind === 'index') {
    const name = isNamed ? node.name : (form?.name ?? 'Index');
    const measure = countEntries(manifest);
    return { ...node, kind: 'index', icon: form?.icon ?? 'index', name, measure, opens: manifest.manifests.length > 0 };
  }
  const kind = manifestKind(node, manifest);
  return {
    ...node,
    kind,
    icon: form?.icon ?? kind,
    name: isNamed ? node.name : (form?.name ?? capitals[kind]),
    note: node.note || statementsOf(manifest),
    measure: formatTotal(contentOf(manifest)),
    opens: true,
  };
}

/** Of a document that points to nothing. */
function documentParts({ name, icon }: { readonly name: string; readonly icon: IconName }) {
  const kind: NodeKind = icon === 'config' ? 'config' : 'blob';
  return { name, icon, kind, opens: false, content: 'blob' } as const;
}

/** What a BuildKit attestation states, in a few words; '' for every other manifest. */
function statementsOf(manifest: Manifest): string {
  if (manifest.kind !== 'image' || !isAttested(manifest)) return '';
  const names = manifest.layers.slice(0, 8).map(({ annotations }) => typeForm(annotations?.[predicateKey] ?? '')?.name);
  return [...new Set(names.map((name) => name ?? 'statement'))].join(' · ');
}

/** The nodes right under a manifest's node, in document order, an image's layers as one group. */
export function childNodes(node: TreeNode, manifest: Manifest): readonly TreeNode[] {
  if (mistakenForm(manifest)) return [];
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
  // A name that is no number, platform or type says what it is.
  if (kind === 'artifact' || kind === 'blob') return /^\d|\//.test(name) ? spoken : '';
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
    icon: entry.artifactType ? (typeForm(entry.artifactType)?.icon ?? kind) : kind,
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
  return entry.artifactType ? (typeForm(entry.artifactType)?.name ?? entry.artifactType) : 'Image';
}

/** `unknown/unknown` says nothing. */
function knownPlatform(platform: Platform | undefined): Platform | undefined {
  if (!platform || (platform.os === '' && platform.architecture === '')) return undefined;
  return platform.os === 'unknown' && platform.architecture === 'unknown' ? undefined : platform;
}

function manifestKind(
  node: TreeNode,
  manifest: Exclude<Manifest, IndexManifest>,
): 'image' | 'attestation' | 'artifact' {
  if (node.kind === 'attestation' || isAttested(manifest)) return 'attestation';
  return isImage(manifest) ? 'image' : 'artifact';
}

function configNode(parent: string, config: Descriptor): TreeNode {
  const fetchable = config.size === undefined || config.size <= largestDocument;
  return {
    path: join(parent, 'config'),
    kind: 'config',
    icon: 'config',
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
    icon: 'layers',
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
  const { mediaType, annotations } = blob;
  const isLayer = isLayerType(mediaType) || mediaType === mediaTypes.dockerSchema1Layer;
  const title = annotations?.['org.opencontainers.image.title'];
  const type = annotations?.[predicateKey] ?? blob.artifactType ?? mediaType;
  const form = typeForm(type);
  const number = position < 0 ? (isLayer ? 'Layer' : type) : String(position + 1);
  return {
    path,
    kind: isLayer ? 'layer' : 'blob',
    icon: isLayer ? layerIcon(blob) : (form?.icon ?? 'blob'),
    name: isLayer ? number : (title ?? form?.name ?? number),
    note: history || (isLayer ? (title ?? layerWord(blob)) : type),
    measure: formatMeasure(blob.size),
    descriptor: blob,
    platform: undefined,
    opens: false,
    content: !isLayer && isDocument(blob) ? 'blob' : 'none',
  };
}

/** Whether a blob is small enough to be read as soon as it is looked at. */
function isDocument({ size, mediaType }: Descriptor): boolean {
  return size !== undefined && size >= 0n && size <= (/[+/]json$/.test(mediaType) ? largestDocument : largestOther);
}

function layerIcon(layer: Descriptor): IconName {
  if (layer.mediaType.endsWith('+encrypted')) return 'lock';
  return isForeignLayerType(layer.mediaType) ? 'cloud' : 'layer';
}

function layerWord(layer: Descriptor): string {
  if (layer.mediaType.endsWith('+encrypted')) return 'encrypted';
  return isForeignLayerType(layer.mediaType) ? 'kept elsewhere' : '';
}

function contentOf(manifest: Exclude<Manifest, IndexManifest>): readonly Descriptor[] {
  return manifest.kind === 'artifact' ? manifest.blobs : manifest.layers;
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
