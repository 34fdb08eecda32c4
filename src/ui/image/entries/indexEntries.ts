import { type Manifest, type Platform, platformDifferences } from '../../../oci/index.ts';
import { typeForm } from '../../tree/forms.ts';
import { describe, type TreeNode } from '../../tree/nodes.ts';
import { statedWords } from '../../tree/platformFact.ts';
import type { EntryProps } from './entryProps.ts';

/** An entry of an index with the attestations of it that stand in the same index. */
export interface Entry {
  readonly node: TreeNode;
  readonly attestations: readonly TreeNode[];
}

/** The entries of an index by what they are; each in document order. */
export interface IndexEntries {
  readonly platforms: readonly Entry[];
  /** What states no platform: artifacts, nested indexes, tagged images of a layout, layers of a build cache. */
  readonly others: readonly Entry[];
  /** Attestations of what this index does not have. */
  readonly strays: readonly TreeNode[];
}

/** An attestation belongs to what it attests, by digest (docs.docker.com/build/metadata/attestations/attestation-storage). */
export function groupEntries(nodes: readonly TreeNode[]): IndexEntries {
  const rows = nodes.filter(({ kind }) => kind !== 'attestation');
  const digests = new Set(rows.map(({ descriptor }) => descriptor?.digest ?? ''));
  const attested = new Map<string, TreeNode[]>();
  const strays: TreeNode[] = [];
  for (const node of nodes) {
    if (node.kind !== 'attestation') continue;
    const subject = node.descriptor?.annotations?.['vnd.docker.reference.digest'] ?? '';
    const known = attested.get(subject);
    if (known) known.push(node);
    else if (digests.has(subject)) attested.set(subject, [node]);
    else strays.push(node);
  }
  const entries = rows.map((node) => ({ node, attestations: attested.get(node.descriptor?.digest ?? '') ?? [] }));
  return {
    platforms: entries.filter(({ node }) => node.platform !== undefined),
    others: entries.filter(({ node }) => node.platform === undefined),
    strays,
  };
}

/** What an attestation holds, as far as it is here: `SBOM, provenance`, else `attestation`. */
export function attestationWords(manifest: Manifest | undefined): string {
  if (manifest?.kind !== 'image') return 'attestation';
  const types = manifest.layers.map(({ annotations }) => annotations?.['in-toto.io/predicate-type'] ?? '');
  const words = new Set(types.filter((type) => type !== '').map(predicateWord));
  return words.size === 0 ? 'attestation' : [...words].slice(0, 4).join(', ');
}

function predicateWord(type: string): string {
  if (/spdx|cyclonedx/i.test(type)) return 'SBOM';
  if (/provenance/i.test(type)) return 'provenance';
  return typeForm(type)?.name ?? type.replace(/^https?:\/\//, '');
}

/** What stands behind a platform: what else tells it from its neighbours. `10.0.20348.587 · win32k`. */
export function platformNote({ platform, descriptor }: TreeNode): string {
  const { annotations } = descriptor ?? {};
  const compression = annotations?.['io.github.containers.compression.zstd'] === 'true' ? 'zstd' : '';
  const stated = descriptor?.platform;
  const contradicted = platformDifferences(stated, platform).length > 0 ? statedWords(stated) : '';
  return [contradicted, platform?.osVersion, ...featuresOf(platform), givenName(descriptor?.annotations), compression]
    .filter((part) => part)
    .join(' · ');
}

/** The name that a document gives one of its parts. */
export function givenName(annotations: Readonly<Record<string, string>> | undefined): string {
  return annotations?.['org.opencontainers.image.title'] || annotations?.['org.opencontainers.image.ref.name'] || '';
}

function featuresOf(platform: Platform | undefined): readonly string[] {
  return platform?.osFeatures ?? [];
}

/** An entry or a part with the size, kind and type that its own document has; those stated of it until that is here. */
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

/** What an entry is, where its name does not say it. */
export function kindWords({ kind, descriptor }: TreeNode, artifactType = descriptor?.artifactType ?? ''): string {
  const { mediaType = '' } = descriptor ?? {};
  switch (kind) {
    case 'index':
      return 'Index';
    case 'image':
      return 'Image';
    case 'layer':
      return 'Layer';
    case 'config':
      return 'Config';
    case 'attestation':
      return 'Attestation';
    default:
      return typeForm(artifactType || mediaType)?.name ?? (artifactType || mediaType || 'Unknown');
  }
}
