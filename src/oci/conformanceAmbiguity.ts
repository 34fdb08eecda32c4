import type { Checker } from './conformanceChecker.ts';
import type { DocumentKind } from './documentKind.ts';
import { foldKey } from './goDecode.ts';

const conflicts = 'media-types.md#media-type-conflicts';
/** image-spec's advisory on documents that are a manifest and an index at once (CVE-2021-41190). */
const advisory = 'https://github.com/opencontainers/image-spec/security/advisories/GHSA-77vh-xpmg-72qh';

interface Nature {
  readonly name: string;
  /** Keys that would make it another kind (moby v20.10.11; of the artifact manifest, which is younger, all of them). */
  readonly foreign: readonly string[];
  /** Where `mediaType` is recommended; undefined where it is required or was never there. */
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

/** What lets two readers take a manifest for two things. A key counts when it is there, in any case and also with null. */
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
  // A type that is not even that of the kind has been told of.
  const isTold = checker.findings.some(({ path }) => path === 'mediaType');
  if (kind !== 'schema1' && !isTold && contentType !== undefined && checker.textOf(stated.row) !== contentType) {
    checker.add(`mediaType is ${contentType}, as which the document came`, stated.key, conflicts);
  }
}
