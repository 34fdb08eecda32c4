import { AppError } from '../errors/index.ts';
import type { Checker } from './conformanceChecker.ts';
import { checkDigest } from './conformanceDescriptor.ts';
import { parseJson } from './json.ts';

const specification = 'https://github.com/distribution/distribution/blob/v2.8.3/docs/spec/manifest-v2-1.md';
const section = `${specification}#manifest-field-descriptions`;
const signedSection = `${specification}#signed-manifests`;
/** The digest of a gzipped tar without files, listed for each step that made no layer (distribution v2.8.3, schema1). */
const emptyLayer = 'sha256:a3ed95caeb02ffe68cdd9fd84406680ae93d633cb16422d00e8a7c22955b46d4';

/** Checks schema1 (distribution's manifest-v2-1.md). Docker pairs layers and history one to one (moby v20.10, pull_v2.go). */
export function checkSchema1(checker: Checker): void {
  const members = checker.object(0, '', section);
  if (!members) return;
  const version = checker.required(members, 'schemaVersion', '', section);
  if (version !== undefined && checker.integer(version) !== 1n) {
    checker.add('schemaVersion is 1', 'schemaVersion', section);
  }
  for (const name of ['name', 'tag', 'architecture']) {
    const value = checker.required(members, name, '', section);
    if (value !== undefined) checker.string(value, name, section);
  }
  const layers = checkList(checker, members, 'fsLayers', 'blobSum');
  const history = checkList(checker, members, 'history', 'v1Compatibility');
  if (layers?.length === 0) checker.add('fsLayers has at least one entry', 'fsLayers', section);
  layers?.forEach((row, index) => {
    if (row !== undefined) checkDigest(checker, row, `fsLayers.${index}.blobSum`, section);
  });
  if (layers && history && layers.length !== history.length) {
    checker.add(`history has ${layers.length} entries, one for each of fsLayers`, 'history', section);
  }
  history?.forEach((row, index) => {
    checkStep(checker, row, checker.textOf(layers?.[index]), index);
  });
  checkSignatures(checker, members.get('signatures'));
}

/** Returns the row of one member for each entry of a list; undefined if an entry does not have it. */
function checkList(
  checker: Checker,
  members: ReadonlyMap<string, number>,
  name: string,
  member: string,
): readonly (number | undefined)[] | undefined {
  const list = checker.required(members, name, '', section);
  const rows = list === undefined ? undefined : checker.array(list, name, section);
  return rows?.map((row, index) => {
    const path = `${name}.${index}`;
    const entry = checker.object(row, path, section);
    return entry && checker.required(entry, member, path, section);
  });
}

function checkStep(checker: Checker, row: number | undefined, layer: string | undefined, index: number): void {
  const path = `history.${index}.v1Compatibility`;
  const text = row === undefined ? undefined : checker.string(row, path, section);
  if (text === undefined) return;
  const isThrowaway = readThrowaway(text);
  if (isThrowaway === undefined) checker.add('v1Compatibility is a JSON object in a string', path, section);
  if (isThrowaway && layer !== undefined && layer !== emptyLayer) {
    checker.note('a throwaway step has the empty layer', path, section);
  }
}

/** Tells whether a step says that it made no layer; undefined if it cannot be parsed. */
function readThrowaway(text: string): boolean | undefined {
  try {
    const document = parseJson(new TextEncoder().encode(text));
    const throwaway = document.member(0, 'throwaway');
    return document.kind(0) === 'object' ? throwaway !== undefined && document.isTrue(throwaway) : undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return undefined;
  }
}

/** Checks the form of libtrust's JSON Web Signatures; `verifySignatures` verifies them. */
function checkSignatures(checker: Checker, row: number | undefined): void {
  if (row === undefined) {
    checker.note('signatures say who made the manifest; it is read without them', 'signatures', signedSection);
    return;
  }
  const rows = checker.array(row, 'signatures', signedSection);
  if (rows?.length === 0) checker.add('signatures has at least one entry', 'signatures', signedSection);
  rows?.forEach((signature, index) => {
    const path = `signatures.${index}`;
    const members = checker.object(signature, path, signedSection);
    if (!members) return;
    for (const name of ['header', 'signature', 'protected']) {
      const value = checker.required(members, name, path, signedSection);
      if (value === undefined) continue;
      if (name === 'header') checker.object(value, `${path}.${name}`, signedSection);
      else checker.string(value, `${path}.${name}`, signedSection);
    }
  });
}
