import { describe, expect, it } from 'vitest';
import { type ArchivedImage, refusalKinds } from '../../api/index.ts';
import { AppError } from '../../errors/index.ts';
import { mediaTypes, parseDigest } from '../../oci/index.ts';
import {
  imageName,
  imageTitle,
  importNote,
  importProgressText,
  importStatus,
  kindText,
  refusalSentence,
  resultText,
  withRefusal,
} from './imports.ts';

const digest = parseDigest(`sha256:${'a'.repeat(64)}`);
const image: ArchivedImage = {
  ...{ digest, mediaType: mediaTypes.ociManifest, names: [], platforms: ['linux/amd64'], isSynthesized: false },
  ...{ bytes: 1, count: 4, here: 0, missing: 0, foreign: [], foreignCount: 0, unchecked: 0 },
};

describe('an image of an archive', () => {
  it('is named by its kind and platforms', () => {
    expect(kindText(image)).toBe('Image for linux/amd64');
    const platforms = ['linux/amd64', 'linux/arm64', 'linux/s390x', 'linux/ppc64le'];
    expect(kindText({ mediaType: mediaTypes.ociIndex, platforms })).toBe(
      'Index for linux/amd64, linux/arm64, linux/s390x and 1 more',
    );
    expect(kindText({ mediaType: mediaTypes.ociConfig, platforms: [] })).toBe('Config');
    expect(imageName(image)).toBe('aaaaaaaa…aaa');
    expect(imageTitle({ ...image, names: ['app:1'] })).toBe('app:1 · Image for linux/amd64');
  });

  it('is new, partly cached, cached, incomplete or invalid', () => {
    const textOf = (facts: Partial<ArchivedImage>) => importStatus({ ...image, ...facts }).text;
    expect(textOf({})).toBe('new');
    expect(textOf({ here: 2 })).toBe('2 of 4 cached');
    expect(textOf({ here: 4 })).toBe('already cached');
    expect(textOf({ missing: 1 })).toBe('1 blob missing');
    const broken = {
      kind: 'mismatch',
      name: `blobs/sha256/${'b'.repeat(64)}`,
      detail: 'its bytes hash to sha256:c',
    } as const;
    expect(textOf({ broken })).toBe('can’t be imported');
    expect(importNote({ ...image, broken })).toBe(
      "blobs/sha256/bbbbbbbb…bbb doesn't match its digest: its bytes hash to sha256:c.",
    );
  });
});

describe('a refused entry', () => {
  it.each([
    ['name', '../x', 'parent', '../x was skipped: its name leads out of the archive (..).'],
    ['name', 'a', '', 'a was skipped: its name is not safe.'],
    ['link', 'a', '', "a was skipped: it's a link to nothing, which is not a file in the archive."],
    ['device', 'a', '', "a was skipped: it's not a regular file."],
    ['duplicate', 'a', '', 'a was skipped: an earlier entry has the same name.'],
    ['too_large', 'index.json', '5 bytes', 'index.json is too large: it has 5 bytes, and the limit is 4 MiB.'],
    ['unreadable', 'c.json', 'it has no x', "c.json isn't valid: it has no x."],
    ['missing', 'l.tar', 'it is layer 1', 'l.tar is missing from the archive: it is layer 1.'],
    ['cut', '', '', 'The archive is truncated. Download or save it again.'],
  ] as const)('of kind %s named "%s" is described in one sentence', (kind, name, detail, sentence) => {
    expect(refusalSentence({ kind, name, detail })).toBe(sentence);
  });

  it('has a sentence without codes for every kind', () => {
    for (const kind of refusalKinds) {
      for (const name of ['', 'blobs/x']) {
        const sentence = refusalSentence({ kind, name, detail: 'of 7' });
        expect(sentence).toMatch(/^(?:The archive|blobs\/x) (?:was|is|isn't|doesn't|has|exceeds) .*[^.]\.$/);
        expect(sentence).not.toMatch(/_|\bIt it\b| {2}|\(\)/);
      }
    }
  });

  it('is added to the error of an archive without images', () => {
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
    expect(importNote({ ...image, foreign: [digest], foreignCount: 1 })).toBe(
      '1 foreign layer is not in the archive (aaaaaaaa…aaa). The manifest has its URLs.',
    );
    expect(importNote({ ...image, foreign: [digest], foreignCount: 3 })).toContain('aaaaaaaa…aaa and 2 more');
    expect(importNote({ ...image, unchecked: 2 })).toContain('2 layers were not compared with the config’s diffIDs');
    expect(importNote(image)).toBe('');
  });
});

describe('an import', () => {
  it('reports its progress', () => {
    const progress = {
      done: 45_200_000,
      total: 95_100_000,
      ...{ entry: 'x', entries: 30, images: 2 },
    };
    expect(importProgressText({ ...progress, blobs: { done: 3, total: 12 }, bytesPerSecond: 38_000_000 })).toBe(
      '45.2 MB of 95.1 MB · 3 of 12 blobs · 38.0 MB/s',
    );
    expect(importProgressText({ ...progress, entries: 1204 })).toBe('45.2 MB of 95.1 MB · 1,204 entries, 2 images');
  });

  it('reports its result', () => {
    const nothing = { images: [], stored: 0, refused: [], refusedCount: 0 };
    expect(resultText(nothing)).toBe('Nothing was imported.');
    expect(resultText({ ...nothing, refusedCount: 1 })).toContain('has errors');
    expect(resultText({ ...nothing, images: [digest] })).toBe('Imported 1 image; all content was already cached.');
    expect(resultText({ ...nothing, images: [digest], stored: 4 })).toContain('4 new items stored');
  });
});
