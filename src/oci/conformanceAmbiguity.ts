import type { Checker } from './conformanceChecker.ts';
import type { DocumentKind } from './documentKind.ts';
import { foldKey } from './goDecode.ts';

const conflicts = 'media-types.md#media-type-conflicts';
/** The image-spec's advisory on documents that are both a manifest and an index (CVE-2021-41190). */
const advisory = 'https://github.com/opencontainers/image-spec/security/advisories/GHSA-77vh-xpmg-72qh';

interface Nature {
  readonly name: string;
  /** Keys that would make it another kind (moby v20.10.11; all of them for the artifact manifest, which is newer). */
  readonly foreign: readonly string[];
  /** The section that recommends `mediaType`; undefined if it is required or does not exist. */
  readonly section?: string;
}

const manifest: Nature = { name: 'a manifest', foreign: ['manifests', 'fsLayers'] };
const index: Nature = { name: 'an index', foreign: ['config', 'layers', 'fsLayers'] };

const natures: Partial<Record<DocumentKind, Nature>> = {
  manifest: { ...manifest, section: 'manifest.md#image-manifest-property-descriptions' },
  'docker-manifest': manifest,
  index: { ...index, section: 'image-index.md#image-index-property-descriptions' },
  'docker-index': index,
  schema1: { name: 'a schema 1 manifest', foreign: ['manifests', 'layers'] },
  artifact: { name: 'an artifact manifest', foreign: ['config', 'layers', 'manifests', 'fsLayers'] },
};

/** Reports what lets two readers interpret a manifest differently. A key counts if present, in any case, also with null. */
export function checkAmbiguity(checker: Checker, kind: DocumentKind, contentType: string | undefined): void {
  const nature = natures[kind];
  if (!nature || checker.isFull) return;
  const { name, foreign, section } = nature;
  const keys = new Map([...checker.document.members(0)].map(([key, row]) => [foldKey(key), { key, row }]));
  for (const key of foreign) {
    const found = keys.get(foldKey(key));
    if (found)
      checker.add(`${name} has no ${JSON.stringify(key)}, or it could be read as another kind`, found.key, advisory);
  }
  const stated = keys.get('mediatype');
  if (!stated) {
    if (section !== undefined) checker.note('mediaType says what the document is', 'mediaType', section);
    return;
  }
  // A type that does not even match the kind was reported before.
  const isReported = checker.findings.some(({ path }) => path === 'mediaType');
  if (kind !== 'schema1' && !isReported && contentType !== undefined && checker.textOf(stated.row) !== contentType) {
    checker.add(`mediaType is ${contentType}, the type it was served as`, stated.key, conflicts);
  }
}
