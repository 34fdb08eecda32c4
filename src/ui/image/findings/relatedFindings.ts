import {
  artifactTypeOf,
  type DescriptorTarget,
  type Finding,
  isSchema1Type,
  layerCountFindings,
  listedSubjectFindings,
  type Manifest,
  statedPlatformFindings,
  targetFindings,
} from '../../../oci/index.ts';
import { findingMessages } from '../../messages/findings.ts';
import type { Documents } from '../../state/treeSource.ts';
import { pathUnder } from '../../tree/nodePath.ts';
import { childNodes, layerNodes, layersOf, type TreeNode } from '../../tree/nodes.ts';
import { platformOfConfig } from '../../tree/platformFact.ts';
import { cosignTagOf } from '../../tree/referrerNodes.ts';
import type { Selection } from '../selection.ts';

/**
 * Finds contradictions between the selected document, its parent's descriptor and its children, as far as they are loaded;
 * fetches nothing. Findings in the parent's descriptor have no place in this document: their path is ''.
 */
export function relatedFindings(documents: Documents, selection: Selection): readonly Finding[] {
  const { node, manifest, owner, config, platform, listedFor } = selection;
  const layers = owner ? layersOf(owner) : [];
  const isCounted = config !== undefined && owner?.kind === 'image' && (manifest || node.kind === 'config');
  return [
    ...parentFindings(documents, node),
    ...(node.kind === 'config' && platform?.own ? statedPlatformFindings(platform.stated, platform.own) : []),
    ...(manifest && listedFor !== undefined ? listedSubjectFindings(manifest.subject, listedFor) : []),
    ...(manifest ? childFindings(documents, node, manifest) : []),
    ...(isCounted ? layerCountFindings(manifest ? 'manifest' : 'config', layers, config) : []),
  ];
}

function parentFindings(documents: Documents, node: TreeNode): readonly Finding[] {
  const target = targetOf(documents, node);
  // The app synthesizes the descriptor of a root, and of a referrer that it found by its tag.
  if (node.path === '' || cosignTagOf(node.descriptor) !== undefined || !node.descriptor || !target) return [];
  return targetFindings(node.descriptor, target, '').map((finding) => ({
    ...finding,
    rule: findingMessages.inParentDescriptor(finding.rule),
    path: '',
  }));
}

function childFindings(documents: Documents, node: TreeNode, manifest: Manifest): readonly Finding[] {
  return childNodes(node, manifest)
    .flatMap((child) => (child.kind === 'layers' ? layerNodes(child, layersOf(manifest), []) : [child]))
    .flatMap((child) => {
      const target = targetOf(documents, child);
      if (!child.descriptor || !target) return [];
      return targetFindings(child.descriptor, target, pathUnder(node.path, child.path).replaceAll('/', '.'));
    });
}

function targetOf(documents: Documents, node: TreeNode): DescriptorTarget | undefined {
  if (node.content === 'blob') {
    const blob = documents.blobOf(node);
    return blob?.state === 'ready' ? { length: blob.value.bytes.length } : undefined;
  }
  const document = node.content === 'manifest' ? documents.documentOf(node) : undefined;
  if (!document) return undefined;
  const { fetched, manifest } = document;
  const { mediaType } = manifest.payload();
  const platform = platformOfConfig(documents.configOf(manifest));
  return {
    length: isSchema1Type(mediaType) ? undefined : fetched.bytes.length,
    mediaType,
    artifactType: artifactTypeOf(manifest),
    ...(platform ? { platform } : {}),
  };
}
