import { formatCount, groupDigits } from '../kit/format.ts';

export const dockerfileMessages = {
  empty: 'No layers and no history',
  source:
    'Reconstructed from the image’s history. It doesn’t record the source paths of COPY and ADD, other build stages or all build arguments.',
  copy: 'Copy Dockerfile',
  steps: 'Steps',
  notStated: 'not stated',
  original: 'Original',
  /** Completes the name of the button for screen readers. */
  originalOf: (step: number) => ` of step ${step}`,
  copyOriginal: 'Copy',
  copyOriginalOf: (step: number) => `the original of step ${step}`,
  createdBy: 'Created by',
  comment: 'Comment',
  created: 'Created',
  author: 'Author',
  cut: (characters: number) => `… ${groupDigits(characters)} more characters, copied but not shown`,
  unknownSource: 'The source path isn’t recorded, only a hash of the content',
  noHistory: 'No history; only the layers are known.',
  /** The history describes fewer layers than the manifest lists. */
  fewerInHistory: (described: number, layers: number) =>
    `History covers ${described} of ${formatCount(layers, 'layer')}; the rest are listed at the end.`,
  /** The history describes more layers than the manifest lists. */
  moreInHistory: (described: number, layers: number) =>
    `History covers ${formatCount(described, 'layer')}, but the manifest has ${layers}.`,
} as const;

/** Names the builders of an image; `others` are those that use no Dockerfile. */
export function builtWithText(builders: readonly string[], others: readonly string[]): string {
  const text = `Built with ${joined(builders)}${builders.length > 1 ? ', in this order' : ''}.`;
  if (others.length === 0) return text;
  return `${text} Steps by ${joined(others)} don’t come from a Dockerfile and are shown as recorded.`;
}

/** `a`, `a and b`, `a, b and c`. */
function joined(names: readonly string[]): string {
  return names.join(', ').replace(/, ([^,]*)$/, ' and $1');
}
