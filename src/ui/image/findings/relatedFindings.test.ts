import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Fetched } from '../../../client/index.ts';
import {
  asMediaType,
  detectionOf,
  type Finding,
  mediaTypes,
  parseDigest,
  parseImageConfig,
  parseManifest,
} from '../../../oci/index.ts';
import type { ManifestDocument } from '../../state/documents.ts';
import type { Documents } from '../../state/treeSource.ts';
import { childNodes, rootDescriptor, rootNode, type TreeNode } from '../../tree/nodes.ts';
import { referrerNodes } from '../../tree/referrerNodes.ts';
import type { Selection } from '../selection.ts';
import { relatedFindings } from './relatedFindings.ts';

const config = fetchedOf({ os: 'linux', architecture: 'arm64', rootfs: { type: 'layers', diff_ids: ['a', 'b'] } });
const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: `sha256:${'b'.repeat(64)}`, size: 3 };
const configDescriptor = { mediaType: mediaTypes.ociConfig, digest: config.digest, size: config.bytes.length };
const image = documentOf(mediaTypes.ociManifest, { config: configDescriptor, layers: [layer, layer] });
const entry = {
  mediaType: mediaTypes.ociManifest,
  digest: image.fetched.digest,
  size: image.fetched.bytes.length,
  platform: { os: 'linux', architecture: 'arm64' },
};

describe('findings of an index', () => {
  it('include wrong statements of its entries about loaded manifests, each at its path', () => {
    const index = documentOf(mediaTypes.ociIndex, {
      manifests: [
        { ...entry, digest: `sha256:${'c'.repeat(64)}`, size: 1 },
        { ...entry, size: 9999, platform: { os: 'linux', architecture: 'amd64' } },
      ],
    });
    expect(findingsOf(index, rootOf(index))).toEqual([
      `manifests.1.size: size is ${image.fetched.bytes.length}, the length of the content`,
      'manifests.1.platform.architecture: platform.architecture is arm64, as in the config',
    ]);
  });

  it('compares 10,000 entries in one pass', () => {
    const manifests = Array.from({ length: 10_000 }, () => ({ ...entry, size: 1 }));
    const index = documentOf(mediaTypes.ociIndex, { manifests });
    expect(findingsOf(index, rootOf(index))).toHaveLength(10_000);
  });
});

describe('findings of an entry’s manifest', () => {
  it('include wrong statements about it, without a path', () => {
    const index = documentOf(mediaTypes.ociIndex, { manifests: [{ ...entry, size: 9999 }] });
    const [node] = childNodes(rootOf(index), index.manifest);
    expect(node && findingsOf(image, node)).toEqual([
      `: in the parent’s descriptor, size is ${image.fetched.bytes.length}, the length of the content`,
    ]);
  });

  it('are empty if everything agrees', () => {
    const index = documentOf(mediaTypes.ociIndex, { manifests: [entry] });
    const [node] = childNodes(rootOf(index), index.manifest);
    expect(node && findingsOf(image, node)).toEqual([]);
    expect(findingsOf(index, rootOf(index))).toEqual([]);
  });
});

describe('findings of a manifest and its config', () => {
  const odd = documentOf(mediaTypes.ociManifest, { config: { ...configDescriptor, size: 1 }, layers: [layer] });

  it('compare both when the manifest is selected', () => {
    expect(findingsOf(odd, rootOf(odd))).toEqual([
      `config.size: size is ${config.bytes.length}, the length of the content`,
      'layers: layers has 2 entries, one for each diffID of the config',
    ]);
  });

  it('compare both when the config is selected', () => {
    const node = childNodes(rootOf(odd), odd.manifest).find(({ kind }) => kind === 'config');
    const selection = { ...selectionOf(odd, node ?? rootOf(odd)), manifest: undefined, fetched: config };
    expect(relatedFindings(documents, selection).map(formatted)).toEqual([
      `: in the parent’s descriptor, size is ${config.bytes.length}, the length of the content`,
      'rootfs.diff_ids: diff_ids has 1 entry, one for each layer',
    ]);
  });
});

describe('findings of a config under an index entry', () => {
  it('include a platform that contradicts the entry', () => {
    const stated = { os: 'linux', architecture: 'amd64' };
    const own = { os: 'linux', architecture: 'arm64' };
    const node = childNodes(rootOf(image), image.manifest).find(({ kind }) => kind === 'config');
    const selection = {
      ...selectionOf(image, node ?? rootOf(image)),
      manifest: undefined,
      fetched: config,
      platform: { platform: own, own, stated, isAttested: false },
    };
    expect(relatedFindings(documents, selection).map(formatted)).toEqual([
      ': in the index entry that leads here, platform.architecture is arm64, as in this config, not amd64',
    ]);
  });
});

describe('findings of a referrer', () => {
  const tag = `${image.fetched.digest.replace(':', '-')}.sig`;
  const descriptor = {
    ...rootDescriptor(image.fetched),
    artifactType: 'application/vnd.dev.cosign.artifact.sig.v1+json',
  };
  const nodeWith = (annotations: Readonly<Record<string, string>>) => {
    const [node] = referrerNodes(rootOf(image), [{ ...descriptor, annotations }]);
    if (!node) throw new Error('one referrer has one node');
    return node;
  };

  it('ignore the descriptor that the app synthesized for a cosign tag', () => {
    expect(findingsOf(image, nodeWith({ 'org.opencontainers.image.ref.name': tag }))).toEqual([]);
  });

  it('include a type or digest that contradicts the registry’s list', () => {
    const node = nodeWith({});
    expect(findingsOf(image, node)).toEqual([
      `: in the parent’s descriptor, artifactType is ${mediaTypes.ociConfig}, as in the manifest`,
    ]);
    const listed = { ...selectionOf(image, node), listedFor: `sha256:${'e'.repeat(64)}` };
    expect(relatedFindings(documents, listed).map(formatted)[1]).toBe(
      `subject: subject is sha256:${'e'.repeat(64)}, whose list of referrers leads here`,
    );
  });
});

/** Documents of the image and its config. */
const documents: Documents = {
  documentOf: ({ descriptor }) => (descriptor?.digest === image.fetched.digest ? image : undefined),
  blobOf: ({ descriptor }) => (descriptor?.digest === config.digest ? { state: 'ready', value: config } : undefined),
  configOf: ({ kind }) => (kind === 'image' ? parseImageConfig(config.bytes) : undefined),
  configErrorOf: () => undefined,
  ownPlatformOf: () => undefined,
  referrersOf: () => undefined,
};

function findingsOf(document: ManifestDocument, node: TreeNode): string[] {
  return relatedFindings(documents, selectionOf(document, node)).map(formatted);
}

function formatted({ rule, path }: Finding): string {
  return `${path}: ${rule}`;
}

function selectionOf({ fetched, manifest, detection }: ManifestDocument, node: TreeNode): Selection {
  return {
    node,
    fetched,
    detection,
    manifest,
    owner: manifest,
    ownerPath: node.path,
    config: documents.configOf(manifest),
    isConfigAwaited: false,
    platform: undefined,
    listedFor: undefined,
    isWaiting: false,
    error: undefined,
  };
}

function rootOf({ fetched, manifest }: ManifestDocument): TreeNode {
  return rootNode({ descriptor: rootDescriptor(fetched), manifest });
}

function documentOf(mediaType: string, document: object): ManifestDocument {
  const fetched = fetchedOf({ schemaVersion: 2, mediaType, ...document }, mediaType);
  return { fetched, manifest: parseManifest(mediaType, fetched.bytes), detection: detectionOf(fetched.bytes) };
}

function fetchedOf(document: object, mediaType: string = mediaTypes.ociConfig): Fetched {
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  const digest = parseDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
  return { bytes, digest, mediaType: asMediaType(mediaType), cache: { hit: true, stored: true } };
}
