import { formatFamiliar, type Manifest, type Reference } from '../../oci/index.ts';
import { formatSize } from '../kit/format.ts';
import { summaryMessages } from '../messages/summary.ts';
import { type PlatformFact, platformText } from '../tree/platformFact.ts';
import { layersText } from './layersText.ts';
import type { SummaryRow } from './summaryOf.ts';

/** Returns the facts that stand below the title of an image: its digest, tag, platform and size. */
export function headOf({
  digest,
  reference,
  manifest,
  platform,
}: {
  readonly digest: string;
  readonly reference: Reference;
  readonly manifest: Manifest;
  readonly platform: PlatformFact | undefined;
}): readonly SummaryRow[] {
  const tag = reference.domain === undefined ? undefined : reference.tag;
  return [
    { term: summaryMessages.digest, lines: [[{ text: digest, look: 'digest' }]] },
    ...(tag === undefined ? [] : [{ term: summaryMessages.tag, lines: [[{ text: tag }]] }]),
    {
      term: platform ? summaryMessages.platform : summaryMessages.size,
      lines: [
        [{ text: [platform && platformText(platform.platform), sizeText(manifest)].filter(Boolean).join(' · ') }],
      ],
    },
  ];
}

/** Returns `137 MB in 7 layers`; '' without layers. */
export function sizeText(manifest: Manifest): string {
  const layers = layersText(manifest);
  if (!layers) return '';
  return layers.bytes === undefined ? layers.text : `${formatSize(layers.bytes)} ${layers.text}`;
}

/** Returns the name of a repository in parts: its host, its folders and its last part. */
export function crumbsOf(reference: Reference): { readonly parents: readonly string[]; readonly last: string } {
  if (reference.domain === undefined) return { parents: [], last: formatFamiliar(reference) };
  const parents = [reference.domain, ...reference.path.split('/')];
  return { parents, last: parents.pop() ?? '' };
}
