import { AppError } from '../errors/index.ts';
import { Checker, type Finding } from './conformanceChecker.ts';
import { checkConfig } from './conformanceConfig.ts';
import { checkDescriptor } from './conformanceDescriptor.ts';
import { parseJson } from './json.ts';
import { mediaTypes } from './mediaType.ts';

export type DocumentKind =
  | 'manifest'
  | 'index'
  | 'config'
  | 'descriptor'
  | 'layout'
  | 'docker-manifest'
  | 'docker-index'
  | 'docker-config';

/**
 * Judges a document by the image-spec (v1.1, its text and JSON schemas), far more strictly than `parseManifest`. None
 * means that nothing is wrong; bad JSON is one finding. At most 100 findings, in document order within a rule.
 */
export function checkDocument(kind: DocumentKind, bytes: Uint8Array): readonly Finding[] {
  try {
    const checker = new Checker(parseJson(bytes));
    checker.uniqueNames();
    checks[kind](checker);
    return checker.findings;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ rule: error.message, path: '', section: 'considerations.md#json' }];
  }
}

const checks: Readonly<Record<DocumentKind, (checker: Checker) => void>> = {
  manifest: (checker) => checkManifest(checker, mediaTypes.ociManifest),
  'docker-manifest': (checker) => checkManifest(checker, mediaTypes.dockerManifest),
  index: (checker) => checkIndex(checker, mediaTypes.ociIndex),
  'docker-index': (checker) => checkIndex(checker, mediaTypes.dockerManifestList),
  config: checkConfig,
  'docker-config': checkConfig,
  descriptor: (checker) => checkDescriptor(checker, 0, ''),
  layout: checkLayout,
};

function checkManifest(checker: Checker, mediaType: string): void {
  const section = 'manifest.md#image-manifest-property-descriptions';
  const members = checker.object(0, '', section);
  if (!members) return;
  checkVersion(checker, members, mediaType, section);
  const config = checker.required(members, 'config', '', section);
  if (config !== undefined) checkDescriptor(checker, config, 'config');
  const layers = checker.required(members, 'layers', '', section);
  const count = layers === undefined ? undefined : checkDescriptors(checker, layers, 'layers', section);
  if (count === 0) checker.add('layers has at least one entry', 'layers', section);
  const isEmptyConfig =
    config !== undefined && checker.textOf(checker.memberOf(config, 'mediaType')) === mediaTypes.ociEmpty;
  if (isEmptyConfig && !members.has('artifactType')) {
    checker.add('artifactType is required where the config is empty', 'artifactType', section);
  }
}

function checkIndex(checker: Checker, mediaType: string): void {
  const section = 'image-index.md#image-index-property-descriptions';
  const members = checker.object(0, '', section);
  if (!members) return;
  checkVersion(checker, members, mediaType, section);
  const manifests = checker.required(members, 'manifests', '', section);
  if (manifests !== undefined) checkDescriptors(checker, manifests, 'manifests', section);
}

function checkVersion(
  checker: Checker,
  members: ReadonlyMap<string, number>,
  mediaType: string,
  section: string,
): void {
  const version = checker.required(members, 'schemaVersion', '', section);
  if (version !== undefined && checker.integer(version) !== 2n) {
    checker.add('schemaVersion is 2', 'schemaVersion', section);
  }
  const stated = members.get('mediaType');
  if (stated !== undefined && checker.textOf(stated) !== mediaType) {
    checker.add(`mediaType is ${mediaType}`, 'mediaType', section);
  }
  const artifactType = members.get('artifactType');
  if (artifactType !== undefined) checker.mediaType(artifactType, 'artifactType', section);
  const subject = members.get('subject');
  if (subject !== undefined) checkDescriptor(checker, subject, 'subject');
  const annotations = members.get('annotations');
  if (annotations !== undefined) checker.stringMap(annotations, 'annotations', 'annotations.md#rules');
}

function checkDescriptors(checker: Checker, row: number, path: string, section: string): number | undefined {
  const rows = checker.array(row, path, section);
  rows?.forEach((element, index) => {
    checkDescriptor(checker, element, `${path}.${index}`);
  });
  return rows?.length;
}

function checkLayout(checker: Checker): void {
  const section = 'image-layout.md#oci-layout-file';
  const members = checker.object(0, '', section);
  const version = members && checker.required(members, 'imageLayoutVersion', '', section);
  if (version !== undefined && checker.textOf(version) !== '1.0.0') {
    checker.add('imageLayoutVersion is 1.0.0', 'imageLayoutVersion', section);
  }
}
