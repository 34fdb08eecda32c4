import type { Fetched } from '../../client/index.ts';
import {
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
  maxManifestBytes,
  mediaTypeEssence,
  mediaTypes,
  type Platform,
  platformDifferences,
  totalSize,
} from '../../oci/index.ts';
import { formatCount, groupDigits } from '../kit/format.ts';
import type { IconName } from '../kit/iconShapes.ts';
import { contentNode, formatMeasure, predicateKey } from './contentNode.ts';
import { documentForm, nonManifestForm } from './documentForm.ts';
import { isAttested, isImage, manifestForm, typeForm } from './forms.ts';
import type { NodeKind } from './nodeKind.ts';
import { mergePlatform, statedText } from './platformFact.ts';
import { join, type TreeNode } from './treeNode.ts';

export { join, type TreeNode };

const capitals = { image: 'Image', artifact: 'Artifact', attestation: 'Attestation' } as const;

/** Returns a descriptor for a requested document, as a manifest would state it. */
export function rootDescriptor({ mediaType, digest, bytes }: Fetched): Descriptor {
  return { mediaType: asMediaType(mediaType), digest, size: BigInt(bytes.length) };
}

/** The root document of a link: a manifest, or the bytes of any other document. */
export type Root = { readonly descriptor: Descriptor } & (
  | { readonly manifest: Manifest }
  | { readonly manifest: undefined; readonly bytes: Uint8Array }
);

/** Returns the root node of a loaded document. A document that is not a manifest has no children. */
export function rootNode(root: Root): TreeNode {
  const { descriptor, manifest } = root;
  const bare = entryNode('', descriptor, new Map());
  if (manifest) return describe({ ...bare, name: '', content: 'manifest' }, manifest);
  return { ...bare, ...documentParts(documentForm(root.bytes)), measure: formatMeasure(descriptor.size) };
}

/** Completes a manifest's node from its document: kind, icon, name, total size, and if it has children. */
export function describe(node: TreeNode, manifest: Manifest): TreeNode {
  const isNamed = node.namedBy === 'parent';
  // Among other rows, a row is identified by its type, known or not.
  const type = node.path === '' ? '' : manifest.artifactType;
  const otherForm = nonManifestForm(manifest);
  if (otherForm) {
    const parts = documentParts(otherForm);
    const size = BigInt(manifest.payload().bytes.length);
    return { ...node, ...parts, name: isNamed ? node.name : parts.name, measure: formatMeasure(size) };
  }
  const form = manifestForm(manifest);
  if (manifest.kind === 'index') {
    const name = isNamed ? node.name : (form?.name ?? (type || 'Index'));
    const measure = countEntries(manifest);
    return { ...node, kind: 'index', icon: form?.icon ?? 'index', name, measure, opens: manifest.manifests.length > 0 };
  }
  const kind = manifestKind(node, manifest);
  const named = node.namedBy === 'tag' ? node.name : type || capitals[kind];
  return {
    ...node,
    kind,
    icon: form?.icon ?? kind,
    name: isNamed ? node.name : (form?.name ?? named),
    note: node.note || statementsOf(manifest),
    measure: formatTotal(contentOf(manifest)),
    opens: true,
  };
}

/** Returns the fields of a node without children. */
function documentParts({ name, icon }: { readonly name: string; readonly icon: IconName }) {
  const kind: NodeKind = icon === 'config' ? 'config' : 'blob';
  return { name, icon, kind, opens: false, content: 'blob' } as const;
}

/** Returns the kinds of statements in a BuildKit attestation; '' for any other manifest. */
function statementsOf(manifest: Manifest): string {
  if (manifest.kind !== 'image' || !isAttested(manifest)) return '';
  const names = manifest.layers.slice(0, 8).map(({ annotations }) => typeForm(annotations?.[predicateKey] ?? '')?.name);
  return [...new Set(names.map((name) => name ?? 'statement'))].join(' · ');
}

/** Returns the platform in the config of an index entry; undefined until that is loaded. */
export type OwnPlatform = (entry: Descriptor) => Platform | undefined;

/** Returns the child nodes of a manifest in document order; an image's layers are one group. */
export function childNodes(
  node: Pick<TreeNode, 'path'>,
  manifest: Manifest,
  ownPlatform: OwnPlatform = () => undefined,
): readonly TreeNode[] {
  if (nonManifestForm(manifest)) return [];
  switch (manifest.kind) {
    case 'index':
      return entryNodes(node.path, manifest, ownPlatform);
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

/** Returns the layer nodes of a group, each with its history line if that is known. */
export function layerNodes(
  group: TreeNode,
  layers: readonly Descriptor[],
  notes: readonly string[],
): readonly TreeNode[] {
  return layers.map((layer, index) => contentNode(`${group.path}/${index}`, layer, index, notes[index] ?? ''));
}

/** Returns the text of a row's icon for screen readers; '' if the name says the same. */
export function spokenKind({ kind, name }: TreeNode): string {
  const spoken = { image: 'Image', artifact: 'Artifact', layer: 'Layer', blob: 'Blob' }[kind as string] ?? '';
  // A name other than a number, platform or type already states the kind.
  if (kind === 'artifact' || kind === 'blob') return /^\d|\//.test(name) ? spoken : '';
  return name.toLowerCase().startsWith(spoken.toLowerCase()) ? '' : spoken;
}

/** Reports whether an index entry is BuildKit's attestation of another entry (docs.docker.com/build/metadata/attestations). */
export function isAttestation(entry: Descriptor): boolean {
  return entry.annotations?.['vnd.docker.reference.type'] === 'attestation-manifest';
}

/** Returns `3 platforms` if all entries but attestations have a platform, else `3 entries` with attestations counted. */
export function countEntries(index: IndexManifest): string {
  const images = index.manifests.filter((entry) => !isAttestation(entry));
  return images.every(({ platform }) => platform && platform.os !== '') && images.length > 0
    ? formatCount(images.length, 'platform')
    : formatCount(index.manifests.length, 'entry', 'entries');
}

function entryNodes(parent: string, index: IndexManifest, ownPlatform: OwnPlatform): readonly TreeNode[] {
  const own = new Map(index.manifests.map((entry) => [entry.digest, ownPlatform(entry)]));
  const platforms = new Map(
    index.manifests.map(({ digest, platform }) => [digest, mergePlatform(own.get(digest), platform)]),
  );
  return index.manifests.map((entry, position) =>
    entryNode(join(parent, `manifests/${position}`), entry, platforms, own.get(entry.digest)),
  );
}

/**
 * Returns the node of a manifest from its descriptor. `platforms` maps digests to platforms, for attestations; `own` is the
 * platform in the manifest's config.
 */
export function entryNode(
  path: string,
  entry: Descriptor,
  platforms: ReadonlyMap<string, Platform | undefined>,
  own?: Platform,
): TreeNode {
  const kind = entryKind(entry);
  if (kind === 'layer' || kind === 'blob') return contentNode(path, entry, -1, '');
  const attested = platforms.get(entry.annotations?.['vnd.docker.reference.digest'] ?? '');
  const platform = kind === 'attestation' ? attested : mergePlatform(own, entry.platform);
  const [name, isGiven] = entryName(kind, entry, platform);
  return {
    path,
    kind,
    icon: entry.artifactType ? (typeForm(entry.artifactType)?.icon ?? kind) : kind,
    name,
    ...(isGiven ? { namedBy: 'parent' } : {}),
    note:
      platformDifferences(entry.platform, own).length > 0 ? statedText(entry.platform) : (platform?.osVersion ?? ''),
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
  if (mediaTypeEssence(mediaType) === mediaTypes.ociArtifactManifest) return 'artifact';
  return isLayerType(mediaType) ? 'layer' : 'blob';
}

/** Returns the name of an entry before its manifest is loaded; `isGiven` if loading does not change it. */
function entryName(
  kind: NodeKind,
  entry: Descriptor,
  platform: Platform | undefined,
): readonly [name: string, isGiven: boolean] {
  const shown = platform ? formatPlatform(platform) : '';
  if (kind === 'attestation') return [shown ? `Attestation for ${shown}` : 'Attestation', true];
  if (shown) return [shown, true];
  const given = entry.annotations?.['org.opencontainers.image.ref.name'];
  if (given) return [given, true];
  if (kind === 'index') return ['Index', false];
  const { artifactType } = entry;
  return [artifactType ? (typeForm(artifactType)?.name ?? artifactType) : 'Image', false];
}

function manifestKind(
  node: TreeNode,
  manifest: Exclude<Manifest, IndexManifest>,
): 'image' | 'attestation' | 'artifact' {
  if (node.kind === 'attestation' || isAttested(manifest)) return 'attestation';
  return isImage(manifest) ? 'image' : 'artifact';
}

function configNode(parent: string, config: Descriptor): TreeNode {
  const fetchable = config.size === undefined || config.size <= maxManifestBytes;
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

function contentOf(manifest: Exclude<Manifest, IndexManifest>): readonly Descriptor[] {
  return manifest.kind === 'artifact' ? manifest.blobs : manifest.layers;
}

function formatTotal(descriptors: readonly Descriptor[]): string {
  return formatMeasure(totalSize(descriptors));
}

/** Returns the layers of an image, which its config and history describe. */
export function layersOf(manifest: Manifest): readonly Descriptor[] {
  return manifest.kind === 'image' || manifest.kind === 'schema1' ? manifest.layers : [];
}

/** Reports whether a manifest's config is parsed as an image config. */
export function hasImageConfig(manifest: Manifest): manifest is ImageManifest {
  return manifest.kind === 'image' && (isConfigType(manifest.config.mediaType) || manifest.config.mediaType === '');
}
