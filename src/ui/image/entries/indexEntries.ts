import { type Manifest, type Platform, platformDifferences } from '../../../oci/index.ts';
import { attestationLabels, entryKinds } from '../../messages/entries.ts';
import { typeForm } from '../../tree/forms.ts';
import { describe, type TreeNode } from '../../tree/nodes.ts';
import { statedText } from '../../tree/platformFact.ts';
import type { EntryProps } from './entryProps.ts';

/** An entry of an index, with its attestations from the same index. */
export interface Entry {
  readonly node: TreeNode;
  readonly attestations: readonly TreeNode[];
}

/** The entries of an index by category, each in document order. */
export interface IndexEntries {
  readonly platforms: readonly Entry[];
  /** Entries without a platform: artifacts, nested indexes, tagged images of a layout, layers of a build cache. */
  readonly others: readonly Entry[];
  /** Attestations whose subject is not in this index. */
  readonly orphans: readonly TreeNode[];
}

/** Groups entries, with attestations assigned by the digest of their subject (docs.docker.com/build/metadata/attestations/attestation-storage). */
export function groupEntries(nodes: readonly TreeNode[]): IndexEntries {
  const rows = nodes.filter(({ kind }) => kind !== 'attestation');
  const digests = new Set(rows.map(({ descriptor }) => descriptor?.digest ?? ''));
  const attested = new Map<string, TreeNode[]>();
  const orphans: TreeNode[] = [];
  for (const node of nodes) {
    if (node.kind !== 'attestation') continue;
    const subject = node.descriptor?.annotations?.['vnd.docker.reference.digest'] ?? '';
    const known = attested.get(subject);
    if (known) known.push(node);
    else if (digests.has(subject)) attested.set(subject, [node]);
    else orphans.push(node);
  }
  const entries = rows.map((node) => ({ node, attestations: attested.get(node.descriptor?.digest ?? '') ?? [] }));
  return {
    platforms: entries.filter(({ node }) => node.platform !== undefined),
    others: entries.filter(({ node }) => node.platform === undefined),
    orphans,
  };
}

/** Names the predicates of a loaded attestation, `SBOM, provenance`; else `attestation`. */
export function attestationLabel(manifest: Manifest | undefined): string {
  if (manifest?.kind !== 'image') return attestationLabels.any;
  const types = manifest.layers.map(({ annotations }) => annotations?.['in-toto.io/predicate-type'] ?? '');
  const labels = new Set(types.filter((type) => type !== '').map(predicateLabel));
  return labels.size === 0 ? attestationLabels.any : [...labels].slice(0, 4).join(', ');
}

function predicateLabel(type: string): string {
  if (/spdx|cyclonedx/i.test(type)) return attestationLabels.sbom;
  if (/provenance/i.test(type)) return attestationLabels.provenance;
  return typeForm(type)?.name ?? type.replace(/^https?:\/\//, '');
}

/** Returns what else distinguishes a platform from other entries: `10.0.20348.587 · win32k`. */
export function platformNote({ platform, descriptor }: TreeNode): string {
  const { annotations } = descriptor ?? {};
  const compression = annotations?.['io.github.containers.compression.zstd'] === 'true' ? 'zstd' : '';
  const stated = descriptor?.platform;
  const contradicted = platformDifferences(stated, platform).length > 0 ? statedText(stated) : '';
  return [contradicted, platform?.osVersion, ...featuresOf(platform), givenName(descriptor?.annotations), compression]
    .filter((part) => part)
    .join(' · ');
}

/** Returns the name that annotations give an entry; '' without one. */
export function givenName(annotations: Readonly<Record<string, string>> | undefined): string {
  return annotations?.['org.opencontainers.image.title'] || annotations?.['org.opencontainers.image.ref.name'] || '';
}

function featuresOf(platform: Platform | undefined): readonly string[] {
  return platform?.osFeatures ?? [];
}

/** An entry with size, kind and type from its own document, or as its descriptor states them until that is loaded. */
export interface Known {
  readonly node: TreeNode;
  readonly artifactType: string;
  readonly bytes: bigint | undefined;
}

export function knownOf(node: TreeNode, tree: Pick<EntryProps['tree'], 'documentOf' | 'blobOf'>): Known {
  const { descriptor, content } = node;
  const document = content === 'manifest' ? tree.documentOf(node) : undefined;
  if (document) {
    const { fetched, manifest } = document;
    const own = describe(node, manifest);
    return { node: own, artifactType: manifest.artifactType ?? '', bytes: BigInt(fetched.bytes.length) };
  }
  const blob = content === 'blob' ? tree.blobOf(node) : undefined;
  const bytes = blob?.state === 'ready' ? BigInt(blob.value.bytes.length) : descriptor?.size;
  return { node, artifactType: descriptor?.artifactType ?? '', bytes };
}

/** Returns the label of an entry's kind. */
export function kindLabel({ kind, descriptor }: TreeNode, artifactType = descriptor?.artifactType ?? ''): string {
  const { mediaType = '' } = descriptor ?? {};
  switch (kind) {
    case 'index':
      return entryKinds.index;
    case 'image':
      return entryKinds.image;
    case 'layer':
      return entryKinds.layer;
    case 'config':
      return entryKinds.config;
    case 'attestation':
      return entryKinds.attestation;
    default:
      return typeForm(artifactType || mediaType)?.name ?? (artifactType || mediaType || entryKinds.unknown);
  }
}
