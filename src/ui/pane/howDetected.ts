import { mistakenForm } from '../documentForm.ts';
import type { Selection } from './selection.ts';

/** How a media type is known: stated in the document, worked out from one of its keys, or stated by what points here. */
export function howDetected({ detection, node, manifest }: Selection): string {
  if (manifest && mistakenForm(manifest)) return `taken for this by “${detection?.from}”, and it is none`;
  if (!detection && node.path === '') return 'as every blob is given';
  if (detection?.from === 'mediaType') return 'declared';
  if (detection?.from === 'default') return 'detected: no key says otherwise';
  if (detection) return `detected from “${detection.from}”`;
  return node.descriptor?.mediaType === '' ? 'not declared' : 'declared by its parent';
}
