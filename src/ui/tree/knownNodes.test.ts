import { expect, it } from 'vitest';
import { asMediaType, type Descriptor, type Manifest, parseDigest, parseManifest } from '../../oci/index.ts';
import { createSampleLayout } from '../../sample/index.ts';
import { knownNodes } from './knownNodes.ts';
import type { TreeSource } from './tree.ts';

const layout = createSampleLayout();
const latest = layout.tags.get('latest');
if (!latest) throw new Error('the sample has no tag "latest"');
const descriptor: Descriptor = { mediaType: latest.mediaType, digest: latest.digest, size: BigInt(latest.size) };

it('lists the nodes of every loaded document with their parents, outer nodes first', () => {
  const known = knownNodes(source({ isStored: (digest) => digest !== undefined }), 5000);
  const shown = known.map(({ node, parents }) => [...parents, node.name].join(' › '));
  expect(shown.slice(0, 6)).toEqual([
    'Index',
    'linux/amd64',
    'linux/arm64',
    'Attestation for linux/amd64',
    'linux/amd64 › Config',
    'linux/amd64 › Layers',
  ]);
  expect(shown).toContain('linux/arm64 › Layers › 1');
  expect(known.find(({ node }) => node.path === 'manifests/0/layers/1')?.node.note).toBe('RUN 1');
});

it('lists a manifest that is not loaded without its children', () => {
  const known = knownNodes(source({ isStored: () => false }), 5000);
  expect(known.map(({ node }) => node.path)).toEqual(['', 'manifests/0', 'manifests/1', 'manifests/2']);
});

it('stops at the limit if documents contain each other', () => {
  const entry = { mediaType: latest.mediaType, digest: latest.digest, size: latest.size };
  const index = { schemaVersion: 2, mediaType: latest.mediaType, manifests: Array.from({ length: 1000 }, () => entry) };
  const bytes = new TextEncoder().encode(JSON.stringify(index));
  const manifest = parseManifest(latest.mediaType, bytes);
  const endless = {
    ...source({ isStored: () => true }),
    root: { descriptor, manifest },
    manifestOf: () => ({ state: 'ready', value: manifest }) as const,
  };
  expect(knownNodes(endless, 2500)).toHaveLength(2500);
});

function source({ isStored }: { readonly isStored: (digest: string | undefined) => boolean }): TreeSource {
  return {
    root: { descriptor, manifest: read(latest?.digest ?? '') },
    isOpen: () => true,
    manifestOf: (node) =>
      isStored(node.descriptor?.digest) ? { state: 'ready', value: read(node.descriptor?.digest ?? '') } : undefined,
    blobOf: () => undefined,
    referrersOf: () => undefined,
    ownPlatformOf: () => undefined,
    notesOf: (manifest) => (manifest.kind === 'image' ? manifest.layers.map((_, index) => `RUN ${index}`) : []),
  };
}

function read(digest: string): Manifest {
  const found = layout.blobs.get(parseDigest(digest));
  if (!found) throw new Error(`the sample has no manifest ${digest}`);
  return parseManifest(asMediaType(found.mediaType), found.bytes);
}
