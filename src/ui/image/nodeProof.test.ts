import { describe, expect, it } from 'vitest';
import type { Fetched } from '../../client/index.ts';
import { AppError, type Reason } from '../../errors/index.ts';
import { type Descriptor, mediaTypes, parseDigest } from '../../oci/index.ts';
import { type ContentResponse, nodeProof } from './nodeProof.ts';

const digest = parseDigest(`sha256:${'a'.repeat(64)}`);
const descriptor: Descriptor = { mediaType: mediaTypes.ociManifest, digest, size: 3n };

function fetchedWith(cache: Fetched['cache'], length = 3): Fetched {
  return { bytes: new Uint8Array(length), digest, mediaType: mediaTypes.ociManifest, cache };
}

function proofOf(facts: Partial<ContentResponse>) {
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

describe('what was read', () => {
  it('is verified, from the store, from a registry, and while it is still being stored', () => {
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

  it('is said not to be stored where the browser refused', () => {
    const proof = proofOf({ fetched: fetchedWith({ hit: false, stored: false, detail: 'quota' }) });
    expect(proof).toMatchObject({ word: 'digest matches, not stored', tone: 'warn' });
  });

  it('as signed schema1 is verified as far as its digest goes, which leaves out the signatures', () => {
    const fetched = { ...fetchedWith({ hit: true, stored: true }), mediaType: mediaTypes.dockerSchema1Signed };
    expect(proofOf({ fetched })).toMatchObject({ word: 'payload digest matches', tone: 'ok' });
    expect(proofOf({ fetched })?.title).toContain('does not cover the signatures');
    const lost = { ...fetched, cache: { hit: false, stored: false, detail: 'quota' } };
    expect(proofOf({ fetched: lost })).toMatchObject({ word: 'payload digest matches, not stored', tone: 'warn' });
  });

  it('of another size than its descriptor states is amber, with both sizes', () => {
    const proof = proofOf({ fetched: fetchedWith({ hit: true, stored: true }, 5) });
    expect(proof).toMatchObject({ word: 'size differs', icon: 'warning', tone: 'warn' });
    expect(proof?.title).toContain('5, not 3 bytes');
  });

  it('and does not hash to its digest is corrupt, by whom is said', () => {
    expect(failed('corrupt')).toMatchObject({ word: 'corrupt', icon: 'warning', tone: 'bad' });
    expect(failed('corrupt')?.title).toContain('stored');
    expect(failed('digest_mismatch')).toMatchObject({ word: 'corrupt', tone: 'bad' });
    expect(failed('digest_mismatch')?.title).toContain('registry');
  });

  it('and failed otherwise has no proof: the failure is shown', () => {
    expect(failed('unreachable')).toBeUndefined();
  });
});

describe('what was not read', () => {
  it('is here or not fetched, neither of which is a proof', () => {
    expect(proofOf({ isStored: true })).toMatchObject({ word: 'here', tone: '' });
    expect(proofOf({ isStored: false })).toMatchObject({ word: 'not fetched', icon: 'cloud', tone: '' });
    expect(proofOf({})).toMatchObject({ word: 'not fetched' });
  });

  it('is proved by what its descriptor carries, or contradicted by it', () => {
    expect(proofOf({ embedded: 'proved' })).toMatchObject({ word: 'embedded data', icon: 'check', tone: 'ok' });
    expect(proofOf({ embedded: 'other' })).toMatchObject({ word: 'corrupt data', icon: 'warning', tone: 'bad' });
    expect(proofOf({ embedded: 'unfit', isStored: false })).toMatchObject({ word: 'not fetched' });
  });

  it('has nothing to prove where it is a group', () => {
    expect(proofOf({ descriptor: undefined })).toBeUndefined();
  });
});
