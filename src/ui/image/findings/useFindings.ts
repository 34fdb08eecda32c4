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
import { findingMessages } from '../../messages/findings.ts';
import { useEmbedded } from '../../state/formats/useEmbedded.ts';
import type { NodeProps } from '../paneProps.ts';
import { specKind } from '../specKind.ts';
import { relatedFindings } from './relatedFindings.ts';

/**
 * Returns the findings of the selected document, then its notes; undefined if it is not loaded or need not be JSON. At most
 * `maxFindings`. The list grows as more of the tree is loaded, and keeps its identity while its content is equal. Costs one
 * pass over the document on first use; fetches nothing.
 */
export function useFindings({ tree, selection }: NodeProps): readonly Finding[] | undefined {
  const { node, fetched, manifest } = selection;
  const kind = specKind(selection);
  const embedded = useEmbedded(manifest ? tree.documentOf(node) : undefined);
  const found =
    fetched && kind
      ? [...ownFindings(fetched, kind, manifest), ...relatedFindings(tree, selection), ...embeddedFindings(embedded)]
      : undefined;
  return useUnchanged(found && worstFirst(found).slice(0, maxFindings));
}

const validated = new WeakMap<Fetched, { readonly kind: DocumentKind; readonly findings: readonly Finding[] }>();

/** Validates the document alone, once however often it is drawn. */
function ownFindings(fetched: Fetched, kind: DocumentKind, manifest: Manifest | undefined): readonly Finding[] {
  const known = validated.get(fetched);
  if (known?.kind === kind) return known.findings;
  const findings = [
    ...documentFindings(kind, fetched.bytes, manifest ? fetched.mediaType : undefined),
    ...(manifest ? referenceFindings(manifest, fetched.digest) : []),
  ];
  validated.set(fetched, { kind, findings });
  return findings;
}

function embeddedFindings(embedded: ReadonlyMap<string, EmbeddedProof> = new Map()): readonly Finding[] {
  return [...embedded].flatMap(([path, proof]) =>
    proof === 'other'
      ? [
          {
            rule: findingMessages.embeddedMismatch,
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

/** Returns the previous list if this one is equal. */
function useUnchanged(findings: readonly Finding[] | undefined): readonly Finding[] | undefined {
  const [previous, setPrevious] = useState(findings);
  if (JSON.stringify(previous) === JSON.stringify(findings)) return previous;
  setPrevious(findings);
  return findings;
}
