import { AppError } from '../errors/index.ts';
import { checkAmbiguity } from './conformanceAmbiguity.ts';
import { checkArtifact } from './conformanceArtifact.ts';
import { Checker } from './conformanceChecker.ts';
import { checkConfig } from './conformanceConfig.ts';
import { checkDescriptor, checkDescriptors } from './conformanceDescriptor.ts';
import { checkSchema1 } from './conformanceSchema1.ts';
import { noteNames, noteNumbers } from './conformanceSpelling.ts';
import type { DocumentKind } from './documentKind.ts';
import type { Finding } from './finding.ts';
import { parseJson } from './json.ts';
import { isEmptyType, mediaTypes } from './mediaType.ts';

/**
 * Checks a document against the image-spec (v1.1, its text and JSON schemas), far more strictly than `parseManifest`; schema1
 * and the withdrawn artifact manifest against their own specifications, `json` as JSON only. Returns an empty list if the
 * document follows every rule; invalid JSON is one finding. At most 100 findings, in document order within a rule.
 */
export function checkDocument(kind: DocumentKind, bytes: Uint8Array): readonly Finding[] {
  return check(kind, bytes, (checker) => checkRules(checker, kind));
}

/**
 * Reports everything about a document that can be found without other documents: the findings of `checkDocument`, then what
 * readers may interpret differently (keys of another kind, a `mediaType` other than its Content-Type, names in other case,
 * numbers that some readers round). `contentType` is the media type it was served with, if known. At most 100 findings.
 */
export function documentFindings(kind: DocumentKind, bytes: Uint8Array, contentType?: string): readonly Finding[] {
  return check(kind, bytes, (checker) => {
    checkRules(checker, kind);
    checkAmbiguity(checker, kind, contentType);
    noteNames(checker, kind);
    noteNumbers(checker);
  });
}

function check(kind: DocumentKind, bytes: Uint8Array, rules: (checker: Checker) => void): readonly Finding[] {
  try {
    const checker = new Checker(parseJson(bytes));
    rules(checker);
    return checker.findings;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ rule: error.message, path: '', section: jsonSections[kind === 'json' ? 'json' : 'imageSpec'] }];
  }
}

const jsonSections = { imageSpec: 'considerations.md#json', json: 'https://www.rfc-editor.org/rfc/rfc8259#section-4' };

function checkRules(checker: Checker, kind: DocumentKind): void {
  checker.uniqueNames((rule, path) => {
    // RFC 8259 allows duplicate names; the image-spec requires I-JSON, which does not.
    if (kind === 'json') checker.note(rule, path, jsonSections.json);
    else checker.add(rule, path, jsonSections.imageSpec);
  });
  checks[kind](checker);
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
  schema1: checkSchema1,
  artifact: checkArtifact,
  json: () => {},
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
    config !== undefined && isEmptyType(checker.textOf(checker.memberOf(config, 'mediaType')) ?? '');
  if (isEmptyConfig && !members.has('artifactType')) {
    checker.add('artifactType is required if the config is empty', 'artifactType', section);
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

function checkLayout(checker: Checker): void {
  const section = 'image-layout.md#oci-layout-file';
  const members = checker.object(0, '', section);
  const version = members && checker.required(members, 'imageLayoutVersion', '', section);
  if (version !== undefined && checker.textOf(version) !== '1.0.0') {
    checker.add('imageLayoutVersion is 1.0.0', 'imageLayoutVersion', section);
  }
}
