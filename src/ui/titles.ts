import { formatPlatform, type ImageConfig, type Platform } from '../oci/index.ts';
import { mistakenForm } from './documentForm.ts';
import { formatCount } from './format.ts';
import { manifestForm } from './forms.ts';
import { layersOf } from './nodes.ts';
import type { Step, Walk } from './walk.ts';

/** What the selected node is, in plain words: `Image for linux/amd64`, `Index of 3 platforms`, `Layer 2 of 3`. */
export function paneTitle({ steps }: Walk, platform: Platform | undefined): string {
  const { node, manifest } = steps.at(-1) ?? {};
  if (!node) return 'Nothing';
  const form = manifest && mistakenForm(manifest) === undefined ? manifestForm(manifest)?.name : undefined;
  const forPlatform = platform ? ` for ${formatPlatform(platform)}` : '';
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

/** The platform that a node belongs to: as the index states it, else as the image's config does. */
export function platformOf(steps: readonly Step[], config: ImageConfig | undefined): Platform | undefined {
  const stated = steps.findLast(({ node }) => node.platform !== undefined)?.node.platform;
  if (stated || !config || config.os === '') return stated;
  const { os, architecture, variant, osVersion } = config;
  return { os, architecture, ...(variant ? { variant } : {}), ...(osVersion ? { osVersion } : {}) };
}

function layerCount(steps: readonly Step[]): number {
  const owner = steps.findLast(({ manifest }) => manifest !== undefined)?.manifest;
  return owner ? layersOf(owner).length : 0;
}
