import { describe, expect, it } from 'vitest';
import { type ArchivedImage, refusalKinds } from '../../api/index.ts';
import { AppError } from '../../errors/index.ts';
import { mediaTypes, parseDigest } from '../../oci/index.ts';
import {
  imageName,
  imageTitle,
  kindText,
  progressText,
  refusalSentence,
  resultText,
  standingNote,
  standingText,
  withRefusal,
} from './imports.ts';

const digest = parseDigest(`sha256:${'a'.repeat(64)}`);
const image: ArchivedImage = {
  ...{ digest, mediaType: mediaTypes.ociManifest, names: [], platforms: ['linux/amd64'], isSynthesized: false },
  ...{ bytes: 1, count: 4, here: 0, missing: 0, foreign: [], foreignCount: 0, unchecked: 0 },
};

describe('an image of an archive', () => {
  it('is called what it is', () => {
    expect(kindText(image)).toBe('Image for linux/amd64');
    const platforms = ['linux/amd64', 'linux/arm64', 'linux/s390x', 'linux/ppc64le'];
    expect(kindText({ mediaType: mediaTypes.ociIndex, platforms })).toBe(
      'Index for linux/amd64, linux/arm64, linux/s390x and 1 more',
    );
    expect(kindText({ mediaType: mediaTypes.ociConfig, platforms: [] })).toBe('Config');
    expect(imageName(image)).toBe('aaaaaaaa…aaa');
    expect(imageTitle({ ...image, names: ['app:1'] })).toBe('app:1 · Image for linux/amd64');
  });

  it('is new, partly here, here, without something, or cannot be imported', () => {
    const textOf = (facts: Partial<ArchivedImage>) => standingText({ ...image, ...facts }).text;
    expect(textOf({})).toBe('new');
    expect(textOf({ here: 2 })).toBe('2 of 4 here');
    expect(textOf({ here: 4 })).toBe('here already');
    expect(textOf({ missing: 1 })).toBe('1 blob missing');
    const broken = {
      kind: 'mismatch',
      name: `blobs/sha256/${'b'.repeat(64)}`,
      detail: 'its bytes hash to sha256:c',
    } as const;
    expect(textOf({ broken })).toBe('can’t be imported');
    expect(standingNote({ ...image, broken })).toBe(
      "blobs/sha256/bbbbbbbb…bbb doesn't match its digest: its bytes hash to sha256:c.",
    );
  });
});

describe('what is refused', () => {
  it.each([
    ['name', '../x', 'parent', '../x was skipped: its name leads out of the archive (..).'],
    ['name', 'a', '', 'a was skipped: its name is not safe.'],
    ['link', 'a', '', "a was skipped: it's a link to nothing, which is not a file in the archive."],
    ['device', 'a', '', "a was skipped: it's a device or a pipe, not a file."],
    ['duplicate', 'a', '', 'a was skipped: an earlier entry has the same name.'],
    [
      'too_large',
      'index.json',
      '5 bytes',
      'index.json is too large to be read: it has 5 bytes, and documents over 4 MiB are refused.',
    ],
    ['unreadable', 'c.json', 'it has no x', "c.json isn't valid: it has no x."],
    ['missing', 'l.tar', 'it is layer 1', 'l.tar is missing from the archive: it is layer 1.'],
    ['cut', '', '', 'The archive is cut off: the file ends too early. Download or save it again.'],
  ] as const)('%s %s is said in one sentence', (kind, name, detail, sentence) => {
    expect(refusalSentence({ kind, name, detail })).toBe(sentence);
  });

  it('is a sentence for every kind, whatever is known of it, with no code in it', () => {
    for (const kind of refusalKinds) {
      for (const name of ['', 'blobs/x']) {
        const sentence = refusalSentence({ kind, name, detail: 'of 7' });
        expect(sentence).toMatch(/^(?:The archive|blobs\/x) (?:was|is|isn't|doesn't|has|goes|unpacks) .*[^.]\.$/);
        expect(sentence).not.toMatch(/_|\bIt it\b| {2}|\(\)/);
      }
    }
  });

  it('is among the reasons of the error where no image is left', () => {
    const refused = [{ kind: 'unreadable', name: 'manifest.json', detail: 'it is not JSON' }];
    const error = new AppError('invalid_argument', 'none', {
      reason: 'unsupported',
      detail: { why: 'No image.', refused },
    });
    expect(withRefusal(error).detail?.why).toBe("No image. manifest.json isn't valid: it is not JSON.");
    const other = new AppError('internal', 'x', { reason: 'internal' });
    expect(withRefusal(other)).toBe(other);
  });
});

describe('a note on an image', () => {
  it('names foreign layers and layers that were not compared', () => {
    expect(standingNote({ ...image, foreign: [digest], foreignCount: 1 })).toBe(
      '1 foreign layer is not in the archive (aaaaaaaa…aaa). The manifest says where else to get it.',
    );
    expect(standingNote({ ...image, foreign: [digest], foreignCount: 3 })).toContain('aaaaaaaa…aaa and 2 more');
    expect(standingNote({ ...image, unchecked: 2 })).toContain('2 layers were not compared with the diffIDs');
    expect(standingNote(image)).toBe('');
  });
});

describe('an import', () => {
  it('says how far it is', () => {
    const progress = {
      state: 'read',
      bytes: 45_200_000,
      total: 95_100_000,
      ...{ entry: 'x', entries: 30, images: 2 },
      blobs: 3,
      ofBlobs: 12,
    } as const;
    expect(progressText({ ...progress, bytesPerSecond: 38_000_000 })).toBe(
      '45.2 MB of 95.1 MB · 3 of 12 blobs · 38.0 MB/s',
    );
    expect(progressText({ ...progress, blobs: 0, ofBlobs: 0, entries: 1204, bytesPerSecond: undefined })).toBe(
      '45.2 MB of 95.1 MB · 1,204 entries, 2 images',
    );
  });

  it('says what came of it', () => {
    const nothing = { images: [], stored: 0, refused: [], refusedCount: 0 };
    expect(resultText(nothing)).toBe('Nothing was imported.');
    expect(resultText({ ...nothing, refusedCount: 1 })).toContain('were refused');
    expect(resultText({ ...nothing, images: [digest] })).toBe('Imported 1 image: all of it was here already.');
    expect(resultText({ ...nothing, images: [digest], stored: 4 })).toContain('4 documents and layers were stored');
  });
});
