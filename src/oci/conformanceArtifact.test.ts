import { expect, test } from 'vitest';
import { checkDocument, mediaTypes } from './index.ts';

const blob = { mediaType: 'text/plain', digest: `sha256:${'a'.repeat(64)}`, size: 1 };
const good = {
  mediaType: mediaTypes.ociArtifactManifest,
  artifactType: 'application/x.y',
  blobs: [blob],
  subject: blob,
};

function found(document: unknown): string[] {
  return checkDocument('artifact', new TextEncoder().encode(JSON.stringify(document))).map(
    ({ rule, path, severity }) => `${severity ?? 'error'} ${path}: ${rule}`,
  );
}

test('checkDocument accepts a valid artifact manifest, also without blobs', () => {
  expect(found(good)).toEqual([]);
  expect(found({ ...good, blobs: undefined, subject: undefined })).toEqual([]);
});

test.each<[string, object, string]>([
  ['no mediaType', { mediaType: undefined }, 'error mediaType: mediaType is required'],
  ['another mediaType', { mediaType: 'a/b' }, `error mediaType: mediaType is ${mediaTypes.ociArtifactManifest}`],
  ['no artifactType', { artifactType: undefined }, 'note artifactType: artifactType says what the artifact is'],
  ['a bad artifactType', { artifactType: 'x' }, 'error artifactType: artifactType is a media type (RFC 6838)'],
  ['a blob without size', { blobs: [{ ...blob, size: undefined }] }, 'error blobs.0.size: size is required'],
  ['a subject without digest', { subject: { ...blob, digest: undefined } }, 'error subject.digest: digest is required'],
  ['an annotation that is not a string', { annotations: { a: 1 } }, 'error annotations.a: a is a string'],
])('checkDocument reports an artifact manifest with %s', (_name, change, expected) => {
  expect(found({ ...good, ...change })).toEqual([expected]);
});
