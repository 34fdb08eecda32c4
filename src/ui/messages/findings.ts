import type { DocumentKind } from '../../oci/index.ts';
import { formatCount } from '../kit/format.ts';

const valid: Partial<Record<DocumentKind, string>> = {
  artifact: 'Valid (OCI artifact manifest)',
  schema1: 'Valid (Docker image manifest, schema 1)',
  json: 'Well-formed JSON',
};

export const findingMessages = {
  term: 'Spec check',
  termTitle: 'Validated against its specification. This says nothing about signatures or the publisher.',
  valid: (kind: DocumentKind) => valid[kind] ?? 'Valid (OCI image-spec)',
  findings: (count: number) => formatCount(count, 'finding'),
  notes: (count: number) => formatCount(count, 'note'),
  counts: (findings: number, notes: number) =>
    [findings > 0 ? formatCount(findings, 'finding') : '', notes > 0 ? formatCount(notes, 'note') : '']
      .filter((part) => part !== '')
      .join(', '),
  none: 'No findings against the image-spec',
  notePrefix: 'Note: ',
  document: 'document',
  placeInText: (place: string, line: number) => `${place} · line ${line}`,
  inParentDescriptor: (rule: string) => `in the parent’s descriptor, ${rule}`,
  embeddedMismatch: 'data hashes to the digest',
} as const;
