import type { Checker } from './conformanceChecker.ts';
import { checkDescriptor, checkDescriptors } from './conformanceDescriptor.ts';
import { mediaTypes } from './mediaType.ts';

const section =
  'https://github.com/opencontainers/image-spec/blob/v1.1.0-rc2/artifact.md#artifact-manifest-property-descriptions';

/** Checks an artifact manifest (image-spec v1.1.0-rc2, artifact.md), which was withdrawn before v1.1.0. */
export function checkArtifact(checker: Checker): void {
  const members = checker.object(0, '', section);
  if (!members) return;
  const mediaType = checker.required(members, 'mediaType', '', section);
  if (mediaType !== undefined && checker.textOf(mediaType) !== mediaTypes.ociArtifactManifest) {
    checker.add(`mediaType is ${mediaTypes.ociArtifactManifest}`, 'mediaType', section);
  }
  for (const [name, value] of members) {
    if (name === 'artifactType') checker.mediaType(value, name, section);
    else if (name === 'blobs') checkDescriptors(checker, value, name, section);
    else if (name === 'subject') checkDescriptor(checker, value, name);
    else if (name === 'annotations') checker.stringMap(value, name, 'annotations.md#rules');
  }
  if (!members.has('artifactType')) checker.note('artifactType says what the artifact is', 'artifactType', section);
}
