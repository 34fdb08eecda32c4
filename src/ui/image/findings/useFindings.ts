import { useState } from 'react';
import type { Fetched } from '../../../client/index.ts';
import {
  type DocumentKind,
  documentFindings,
  type EmbeddedProof,
  type Finding,
  type Manifest,
  maxFindings,
  referenceFindings,
} from '../../../oci/index.ts';
import { useEmbedded } from '../../state/formats/useEmbedded.ts';
import type { PaneProps } from '../paneProps.ts';
import type { Selection } from '../selection.ts';
import { specKind } from '../specKind.ts';
import { relatedFindings } from './relatedFindings.ts';

/**
 * All that is wrong with the selected document, then what is merely unusual; undefined where none is here, or it need not be
 * JSON. At most 100. The list grows as more of the tree comes, and is the same one while it says the same. Costs one pass
 * over the document when it is first asked for; nothing is fetched.
 */
export function useFindings({
  tree,
  selection,
}: PaneProps & { readonly selection: Selection }): readonly Finding[] | undefined {
  const { node, fetched, manifest } = selection;
  const kind = specKind(selection);
  const embedded = useEmbedded(manifest ? tree.documentOf(node) : undefined);
  const found =
    fetched && kind
      ? [...ownFindings(fetched, kind, manifest), ...relatedFindings(tree, selection), ...embeddedFindings(embedded)]
      : undefined;
  return useUnchanged(found && worstFirst(found).slice(0, maxFindings));
}

const judged = new WeakMap<Fetched, { readonly kind: DocumentKind; readonly findings: readonly Finding[] }>();

/** Of the document by itself, judged once however often it is looked at. */
function ownFindings(fetched: Fetched, kind: DocumentKind, manifest: Manifest | undefined): readonly Finding[] {
  const known = judged.get(fetched);
  if (known?.kind === kind) return known.findings;
  const findings = [
    ...documentFindings(kind, fetched.bytes, manifest ? fetched.mediaType : undefined),
    ...(manifest ? referenceFindings(manifest, fetched.digest) : []),
  ];
  judged.set(fetched, { kind, findings });
  return findings;
}

function embeddedFindings(embedded: ReadonlyMap<string, EmbeddedProof> = new Map()): readonly Finding[] {
  return [...embedded].flatMap(([path, proof]) =>
    proof === 'other'
      ? [
          {
            rule: 'data hashes to the digest',
            path: `${path.replaceAll('/', '.')}.data`,
            section: 'descriptor.md#embedded-content',
          },
        ]
      : [],
  );
}

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const isNote = ({ severity }: Finding) => severity === 'note';
  return [...findings.filter((finding) => !isNote(finding)), ...findings.filter(isNote)];
}

/** The list given before, where this one says the same. */
function useUnchanged(findings: readonly Finding[] | undefined): readonly Finding[] | undefined {
  const [kept, keep] = useState(findings);
  if (JSON.stringify(kept) === JSON.stringify(findings)) return kept;
  keep(findings);
  return findings;
}
