import type { Repository } from '../../oci/index.ts';
import { formatFamiliar, formatPlatform, type ImageConfig, knownPlatform, type Reference } from '../../oci/index.ts';
import { formatCount, shortDigest } from '../kit/format.ts';
import { nonManifestForm } from './documentForm.ts';
import { manifestForm } from './forms.ts';
import { layersOf } from './nodes.ts';
import { mergePlatform, type PlatformFact, platformOfConfig } from './platformFact.ts';
import type { Step, Walk } from './walk.ts';

/**
 * Returns the title of the selected node: `Image for linux/amd64`, `Index of 3 platforms`, `Layer 2 of 3`. A platform
 * that no config confirms is followed by its source, unless the config is still loading (`isConfigAwaited`).
 */
export function paneTitle({ steps }: Walk, fact: PlatformFact | undefined, isConfigAwaited = false): string {
  const { node, manifest } = steps.at(-1) ?? {};
  if (!node) return 'Nothing';
  const form = manifest && nonManifestForm(manifest) === undefined ? manifestForm(manifest)?.name : undefined;
  const source = fact?.own || isConfigAwaited ? '' : ' by the index';
  const forPlatform = fact ? ` for ${formatPlatform(fact.platform)}${source}` : '';
  switch (node.kind) {
    case 'index':
      if (!node.measure) return node.name;
      return form
        ? `${form} ${node.measure.includes('platform') ? 'for' : 'of'} ${node.measure}`
        : `Index of ${node.measure}`;
    case 'image':
      return `${form ?? 'Image'}${forPlatform}`;
    case 'artifact':
      return form ? `${form}${forPlatform}` : node.name;
    case 'config':
      return `Config${forPlatform}`;
    case 'layers':
      return formatCount(layerCount(steps), 'layer');
    case 'referrers':
      return formatCount(Number(node.note.replaceAll(',', '')), 'referrer');
    case 'layer': {
      const count = layerCount(steps);
      return count > 0 ? `Layer ${node.name} of ${count}` : node.name;
    }
    default:
      return node.name;
  }
}

/** Returns the platform of the node at the end of `steps`. `config` is the config of its image, if loaded. */
export function platformFact(steps: readonly Step[], config: ImageConfig | undefined): PlatformFact | undefined {
  // A referrer does not inherit the platform of its subject.
  const near = steps.slice(steps.findLastIndex(({ node }) => node.kind === 'referrers') + 1);
  const attestation = near.findIndex(({ node }) => node.kind === 'attestation');
  const last = near.at(-1)?.node;
  if (attestation >= 0) {
    const platform = attestation === near.length - 1 ? last?.platform : undefined;
    return platform && { platform, own: undefined, stated: undefined, isAttested: true };
  }
  const own = platformOfConfig(config);
  const stated = near
    .map(({ node }) => knownPlatform(node.descriptor?.platform))
    .findLast((each) => each !== undefined);
  const platform = mergePlatform(own, stated);
  return platform && { platform, own, stated, isAttested: false };
}

/** Returns the name of an image with its digest or tag; the digest wins, because the tag may have moved. */
export function referenceTitle(reference: Reference, repository: Repository | undefined): string {
  if (reference.domain === undefined) return repository ? `${repository.host}/${repository.name}` : 'ociscope';
  const { domain, path, tag, digest } = reference;
  const name = formatFamiliar({ domain, path, ...(tag !== undefined && digest === undefined ? { tag } : {}) });
  return tag !== undefined && digest !== undefined ? `${name}@${shortDigest(digest)}` : name;
}

function layerCount(steps: readonly Step[]): number {
  const owner = steps.findLast(({ manifest }) => manifest !== undefined)?.manifest;
  return owner ? layersOf(owner).length : 0;
}
