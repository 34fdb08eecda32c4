import { describe, expect, it } from 'vitest';
import type { Fetched } from '../../client/index.ts';
import { AppError, type Reason } from '../../errors/index.ts';
import { type Descriptor, mediaTypes, parseDigest } from '../../oci/index.ts';
import { proofMessages } from '../messages/pane.ts';
import { type NodeContent, nodeProof } from './nodeProof.ts';

const digest = parseDigest(`sha256:${'a'.repeat(64)}`);
const descriptor: Descriptor = { mediaType: mediaTypes.ociManifest, digest, size: 3n };

function fetchedWith(cache: Fetched['cache'], length = 3): Fetched {
  return { bytes: new Uint8Array(length), digest, mediaType: mediaTypes.ociManifest, cache };
}

function proofOf(facts: Partial<NodeContent>) {
  return nodeProof({
    descriptor,
    fetched: undefined,
    error: undefined,
    isStored: undefined,
    embedded: undefined,
    ...facts,
  });
}

function failed(reason: Reason) {
  return proofOf({ error: new AppError('data_loss', 'x', { reason }), isStored: true, fetched: undefined });
}

describe('nodeProof of loaded content', () => {
  it('returns digest matches from the store, from a registry, and while streaming', () => {
    for (const cache of [
      { hit: true, stored: true },
      { hit: false, stored: true },
      { hit: false, stored: false, detail: 'streamed' },
    ]) {
      expect(proofOf({ fetched: fetchedWith(cache) })).toMatchObject({
        word: 'digest matches',
        icon: 'check',
        tone: 'ok',
      });
    }
  });

  it('reports content that could not be stored', () => {
    const proof = proofOf({ fetched: fetchedWith({ hit: false, stored: false, detail: 'quota' }) });
    expect(proof).toMatchObject({ word: 'digest matches, not stored', tone: 'warn' });
  });

  it('excludes the signatures of signed schema1 from the proof', () => {
    const fetched = { ...fetchedWith({ hit: true, stored: true }), mediaType: mediaTypes.dockerSchema1Signed };
    expect(proofOf({ fetched })).toMatchObject({ word: 'payload digest matches', tone: 'ok' });
    expect(proofOf({ fetched })?.title).toContain('does not cover the signatures');
    const lost = { ...fetched, cache: { hit: false, stored: false, detail: 'quota' } };
    expect(proofOf({ fetched: lost })).toMatchObject({ word: 'payload digest matches, not stored', tone: 'warn' });
  });

  it('warns about a size mismatch with both sizes', () => {
    const proof = proofOf({ fetched: fetchedWith({ hit: true, stored: true }, 5) });
    expect(proof).toMatchObject({ word: 'size differs', icon: 'warning', tone: 'warn' });
    expect(proof?.title).toContain('5, not 3 bytes');
  });

  it('tells corrupt stored content from a corrupt response', () => {
    expect(failed('corrupt')).toMatchObject({ word: 'corrupt', icon: 'warning', tone: 'bad' });
    expect(failed('corrupt')?.title).toBe(proofMessages.corrupt.stored);
    expect(failed('digest_mismatch')).toMatchObject({ word: 'corrupt', tone: 'bad' });
    expect(failed('digest_mismatch')?.title).toBe(proofMessages.corrupt.received);
  });

  it('returns undefined for other failures', () => {
    expect(failed('unreachable')).toBeUndefined();
  });
});

describe('nodeProof of content that is not loaded', () => {
  it('returns stored or not downloaded', () => {
    expect(proofOf({ isStored: true })).toMatchObject({ word: 'stored', tone: '' });
    expect(proofOf({ isStored: false })).toMatchObject({ word: 'not downloaded', icon: 'cloud', tone: '' });
    expect(proofOf({})).toMatchObject({ word: 'not downloaded' });
  });

  it('reports embedded data that matches, or does not match, the digest', () => {
    expect(proofOf({ embedded: 'proved' })).toMatchObject({ word: 'embedded data', icon: 'check', tone: 'ok' });
    expect(proofOf({ embedded: 'other' })).toMatchObject({ word: 'corrupt data', icon: 'warning', tone: 'bad' });
    expect(proofOf({ embedded: 'unfit', isStored: false })).toMatchObject({ word: 'not downloaded' });
  });

  it('returns undefined for a group', () => {
    expect(proofOf({ descriptor: undefined })).toBeUndefined();
  });
});
