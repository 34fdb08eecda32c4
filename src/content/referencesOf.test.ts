import { describe, expect, it } from 'vitest';
import { mediaTypes, parseManifest } from '../oci/index.ts';
import { signedSchema1Fixture } from '../testing/index.ts';
import { referencesOf } from './referencesOf.ts';

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const descriptor = (digit: string) => ({ mediaType: mediaTypes.ociConfig, digest: digest(digit), size: 1 });
const read = (mediaType: string, document: object) =>
  referencesOf(parseManifest(mediaType, new TextEncoder().encode(JSON.stringify({ schemaVersion: 2, ...document }))));

describe('referencesOf', () => {
  it('returns the config and layers of a manifest, each once, and its subject', () => {
    const layers = [descriptor('b'), descriptor('c'), descriptor('b')];
    const document = { config: descriptor('a'), layers, subject: descriptor('d') };
    expect(read(mediaTypes.ociManifest, document)).toEqual({
      children: ['a', 'b', 'c'].map(digest),
      subject: digest('d'),
    });
  });

  it('returns the entries of an index', () => {
    expect(read(mediaTypes.ociIndex, { manifests: [descriptor('a'), descriptor('b')] })).toEqual({
      children: ['a', 'b'].map(digest),
    });
  });

  it('returns the layers of a signed schema1 manifest', async () => {
    expect(referencesOf((await signedSchema1Fixture()).manifest)).toEqual({ children: [digest('d')] });
  });

  it('ignores invalid digests', () => {
    const layers = ['', 'latest', 'sha256:abc', '__proto__', `${digest('a')} `].map((text) => ({
      ...descriptor('a'),
      digest: text,
    }));
    const subject = { ...descriptor('a'), digest: 'latest' };
    expect(read(mediaTypes.ociManifest, { layers, subject })).toEqual({ children: [] });
  });

  it('returns all of them, since content that is not listed would count as unreferenced', () => {
    const manifests = Array.from({ length: 30_000 }, (_, index) => ({
      ...descriptor('a'),
      digest: `sha256:${String(index).padStart(64, '0')}`,
    }));
    const { children } = read(mediaTypes.ociIndex, { manifests });
    expect([children.length, children.at(-1)]).toEqual([30_000, manifests[29_999]?.digest]);
  });
});
